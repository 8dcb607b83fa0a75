using System.Xml.Linq;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>One place that configuration comes from, in rising order of strength.</summary>
/// <param name="Element">The <c>MLflow.Tracing</c> element, loaded with line information.</param>
/// <param name="File">The file it was read from, for messages.</param>
/// <param name="IsInherited">True for the solution's file: its rules may match nothing without a warning.</param>
internal sealed record ConfigurationSource(XElement Element, string File, bool IsInherited);
