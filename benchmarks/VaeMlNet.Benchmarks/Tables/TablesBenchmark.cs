using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Runs the guide to tables from start to end, and writes docs/tables.md with its outputs.</summary>
internal sealed class TablesBenchmark(TablesSettings settings, Film[] films, Action<string> report)
{
    public const string Name = "tables";

    private readonly MLContext ml = new(seed: 1);
    private readonly FilmSplit split = FilmSplit.Draw(films, seed: 1);
    private readonly GuidePage page = new(Path.Combine(settings.OutputFolder, $"{Name}.json"));

    /// <summary>Gets the names of the parts that can run alone.</summary>
    public static IReadOnlyList<string> PartNames { get; } = ["guide", "classify", "problems"];

    public static void Run(TablesSettings settings, Action<string> report) =>
        new TablesBenchmark(settings, FilmTable.Load(), report).Run();

    public void Run()
    {
        if (IsWanted("guide"))
        {
            RunGuide();
        }

        if (IsWanted("classify"))
        {
            page.Run("classify", () => ClassifyStep.Run(ml, films, settings.Change(new())));
            page.Put("features", new ClassificationTable(ml, films).Measure(settings.Change(new()), report));
        }

        if (IsWanted("problems"))
        {
            DataProblemRun[] runs =
            [
                .. settings.Seeds.Select(seed => new DataProblemRun(films, seed, settings.Change)),
            ];
            page.Put("problems", DataProblemTable.Measure(runs, report));
            page.Put("seeds", string.Join(", ", settings.Seeds));
        }

        page.Put("machine", Machine());
        Write(Path.Combine(settings.OutputFolder, $"{Name}.md"));
        if (settings.Page is { } other)
        {
            Write(other);
        }
    }

    private void RunGuide()
    {
        var train = ml.Data.LoadFromEnumerable(split.Train);
        var test = ml.Data.LoadFromEnumerable(split.Test);
        page.Run("read", () => ReadStep.Run(ml, films));
        using var featurizer = page.Run("train", () => TrainStep.Run(ml, train, settings.Change(new())));
        var keys = featurizer.First();
        var imputation = new ImputationTable(ml, split);
        page.Put("imputation", imputation.Measure(ImputeStep.Run(ml, imputation.Gaps, keys)));
        using var detector = DetectStep.Train(ml, train, settings.Change(new()));
        page.Run("explain", () => DetectStep.Explain(ml, keys.Transform(ml.Data.LoadFromEnumerable(films))));
        using var model = VaeModel.Open(DetectStep.Folder);
        var detection = new DetectionTable(ml, split, keys, model);
        page.Put("detection", detection.Measure());
        page.Put("explanation", detection.Explain());
        RunSynthesis(keys);
        page.Run("save", () => SaveStep.Run(ml, detector, test));
    }

    private void RunSynthesis(ITransformer keys)
    {
        using var model = VaeModel.Open(TrainStep.Folder);
        var synthetic = page.Run("rows", () => SynthesizeStep.Draw(ml, model));
        IDataView WithKeys(Film[] rows) => keys.Transform(ml.Data.LoadFromEnumerable(rows));
        page.Put("quality", SynthesizeStep.Compare(ml, WithKeys(split.Train), synthetic, WithKeys(split.Test)));
    }

    private bool IsWanted(string part) => settings.Only.Count == 0 || settings.Only.Contains(part);

    private void Write(string path) => File.WriteAllText(path, page.ToMarkdown());

    private static string Machine() =>
        FormattableString.Invariant(
            $"{MachineFacts.Read().With(TorchFacts.Versions).Summary}, {DateTime.Now:yyyy-MM-dd}"
        );
}
