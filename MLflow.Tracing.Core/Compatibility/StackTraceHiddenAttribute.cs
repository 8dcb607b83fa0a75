#if NETSTANDARD2_0
namespace System.Diagnostics;

/// <summary>What later platforms look for; here it only lets the same source compile.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Struct, Inherited = false)]
internal sealed class StackTraceHiddenAttribute : Attribute;
#endif
