using System.Globalization;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>A baseline to export, because it ranks the rows better than every model.</summary>
/// <param name="name">The name of the baseline.</param>
/// <param name="models">The models of tables that it was compared with.</param>
internal sealed class BetterBaseline(string name, IReadOnlyList<ComparedModel> models)
{
    /// <summary>Gets the name of the baseline.</summary>
    public string Name => name;

    /// <summary>Returns the best baseline that can be exported; null if a model is at least as good, or if no model reads a table.</summary>
    public static BetterBaseline? Find(Comparison comparison, IReadOnlyList<ComparedModel> models)
    {
        var ranked = comparison.Tasks.FirstOrDefault(task => task.Id == ScoreComparison.Id)?.Results ?? [];
        var best = ranked
            .TakeWhile(result => !result.IsModel)
            .FirstOrDefault(result => BaselineExport.Names.Contains(result.Method));
        ComparedModel[] tables =
        [
            .. models.Where(model =>
                model.Columns.Count > 0 && ranked.Any(result => result.IsModel && result.Method == model.Name)
            ),
        ];
        return best is null || tables.Length == 0 ? null : new(best.Method, tables);
    }

    /// <summary>Returns the command that exports the baseline with the columns, formats, rows and seed of the comparison.</summary>
    /// <param name="data">The file that the baseline learned from.</param>
    /// <param name="label">The label column; null without one.</param>
    /// <param name="rowLimit">The largest number of rows to learn from; null for the default.</param>
    /// <param name="seed">The seed.</param>
    public NextStep Export(string data, string? label, int? rowLimit, int seed)
    {
        string[] read = [.. ComparedModel.CommonColumns(models).SelectMany(column => column.CellNames)];
        label = read.Contains(label) ? null : label;
        return new NextStep("export")
            .With("--method", name)
            .With("--data", data)
            .WithColumns(CsvFile.Open(data).Header.Where(column => column != label), read)
            .With("--schema", models[0].HasSchema ? models[0].Folder : null)
            .With("--label-column", label)
            .With("--rows", rowLimit?.ToString(CultureInfo.InvariantCulture))
            .With("--seed", seed == new VaeBaselineOptions().Seed ? null : seed.ToString(CultureInfo.InvariantCulture))
            .With("--out", $"{Path.TrimEndingDirectorySeparator(models[0].Folder)}-{name}");
    }
}
