namespace MLflow.Tracing.Benchmarks.Subjects;

/// <summary>A mutable object that holds others: what a snapshot cannot do, and must be written as JSON at once.</summary>
public sealed class Basket
{
    public string Owner { get; set; } = string.Empty;

    public List<Order> Orders { get; } = [];
}
