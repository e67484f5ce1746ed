using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>Finds the baseline to export where it ranks the rows better than every model.</summary>
internal static class BetterBaseline
{
    /// <summary>Returns the name of the best baseline that can be exported; null if a model is at least as good.</summary>
    public static string? Find(Comparison comparison)
    {
        var ranked = comparison.Tasks.FirstOrDefault(task => task.Id == ScoreComparison.Id)?.Results ?? [];
        return ranked
            .TakeWhile(result => !result.IsModel)
            .FirstOrDefault(result => BaselineExport.Names.Contains(result.Method))
            ?.Method;
    }

    /// <summary>Returns the command that exports a baseline with the columns and formats of a model.</summary>
    /// <param name="baseline">The name of the baseline.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The file that the baseline learned from.</param>
    /// <param name="label">The label column; null without one.</param>
    public static NextStep Export(string baseline, ComparedModel model, string data, string? label)
    {
        var header = CsvFile.Open(data).Header.Where(name => name != label);
        var next = model.AddTo(new NextStep("export").With("--method", baseline), data, header);
        next = label is null ? next : next.With("--label-column", label);
        return next.With("--out", $"{Path.TrimEndingDirectorySeparator(model.Folder)}-{baseline}");
    }
}
