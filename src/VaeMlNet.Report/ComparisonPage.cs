namespace VaeMlNet.Report;

/// <summary>A page on models and baselines, measured on the same rows.</summary>
internal sealed class ComparisonPage(Comparison comparison, string title)
{
    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        var methods = comparison.Tasks.SelectMany(task => task.Results).DistinctBy(result => result.Method).ToArray();
        var models = methods.Count(method => method.IsModel);
        var subtitle =
            $"{models} {(models == 1 ? "model" : "models")} and {methods.Length - models} baselines on the same rows, seed {comparison.Seed}";
        new PlainPage(title, subtitle, [.. ComparisonSections.Create(comparison)]).Write(stream);
    }
}
