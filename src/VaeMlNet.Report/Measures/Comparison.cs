namespace VaeMlNet.Report;

/// <summary>The figures of models and baselines on the same rows.</summary>
/// <param name="Rows">Sentences about the rows: what was learned from, and what was measured on.</param>
/// <param name="Tasks">The tasks that were measured.</param>
/// <param name="Notes">Sentences about what was left out.</param>
/// <param name="Seed">The seed of all random choices.</param>
internal sealed record Comparison(
    IReadOnlyList<string> Rows,
    IReadOnlyList<ComparisonTask> Tasks,
    IReadOnlyList<string> Notes,
    int Seed
);

/// <summary>A task of a comparison, with the figures of all methods that do it.</summary>
internal sealed record ComparisonTask
{
    private readonly int main;

    /// <summary>Creates a task. The methods are sorted by the first metric that is defined, the best first.</summary>
    /// <param name="id">The name in options and files, such as scores.</param>
    /// <param name="title">The heading.</param>
    /// <param name="rule">Sentences about how the task was measured.</param>
    /// <param name="metrics">The metrics. At least one.</param>
    /// <param name="results">The figures of each method.</param>
    public ComparisonTask(
        string id,
        string title,
        string rule,
        IReadOnlyList<ComparisonMetric> metrics,
        IEnumerable<ComparisonResult> results
    )
    {
        (Id, Title, Rule, Metrics) = (id, title, rule, metrics);
        ComparisonResult[] all = [.. results];
        // A table without numbers has no error of numbers.
        main = Enumerable.Range(0, metrics.Count).FirstOrDefault(i => all.Any(r => r.Values[i] is not null));
        Results = [.. all.OrderBy(result => metrics[main].DistanceFromIdeal(result.Values[main]))];
    }

    /// <summary>Gets the name in options and files.</summary>
    public string Id { get; }

    /// <summary>Gets the heading.</summary>
    public string Title { get; }

    /// <summary>Gets sentences about how the task was measured.</summary>
    public string Rule { get; }

    public IReadOnlyList<ComparisonMetric> Metrics { get; }

    /// <summary>Gets the figures of each method, the best first.</summary>
    public IReadOnlyList<ComparisonResult> Results { get; }

    /// <summary>Gets a sentence that compares the best model with the best baseline by the main metric.</summary>
    public string Summary
    {
        get
        {
            string Name(ComparisonResult result) =>
                result.Values[main] is { } value
                    ? FormattableString.Invariant($"{result.Method} ({value:0.000})")
                    : $"{result.Method} (not defined)";
            var model = Results.FirstOrDefault(result => result.IsModel);
            var baseline = Results.FirstOrDefault(result => !result.IsModel);
            return (model, baseline) switch
            {
                (null, _) => $"{Title}: there is no model to compare.",
                _ when Results.All(result => result.Values[main] is null) =>
                    $"{Title}: no metric is defined for these rows.",
                (_, null) => $"{Title}: the best model by {Metrics[main].Name} is {Name(model)}.",
                _ =>
                    $"{Title}: the best model by {Metrics[main].Name} is {Name(model)}, the best baseline is {Name(baseline)}.",
            };
        }
    }

    /// <summary>Returns whether no method has a better value of a metric.</summary>
    public bool IsBest(int metric, double? value) =>
        value is not null
        && Results.All(result =>
            Metrics[metric].DistanceFromIdeal(value) <= Metrics[metric].DistanceFromIdeal(result.Values[metric])
        );
}

/// <summary>The figures of a method on a task.</summary>
/// <param name="Method">The name of the model folder, or of the baseline.</param>
/// <param name="IsModel">Whether the method is a model of this library.</param>
/// <param name="Description">The method in a few words, with its source.</param>
/// <param name="Values">The value of each metric; null where it is not defined.</param>
internal sealed record ComparisonResult(string Method, bool IsModel, string Description, IReadOnlyList<double?> Values);

/// <summary>A metric of a comparison.</summary>
/// <param name="Id">The name in files, such as auroc.</param>
/// <param name="Name">The name in tables.</param>
/// <param name="Ideal">The best possible value. Values nearer to it are better.</param>
/// <param name="Meaning">The meaning in one sentence.</param>
internal sealed record ComparisonMetric(string Id, string Name, double Ideal, string Meaning)
{
    /// <summary>Returns the distance of a value from the best possible one; infinite for a value that is not defined.</summary>
    public double DistanceFromIdeal(double? value) =>
        value is { } number && double.IsFinite(number) ? Math.Abs(number - Ideal) : double.PositiveInfinity;
}
