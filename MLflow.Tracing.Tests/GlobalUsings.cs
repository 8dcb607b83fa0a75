global using MLflow.Tracing.Tests.Gates;
global using Microsoft.VisualStudio.TestTools.UnitTesting;
