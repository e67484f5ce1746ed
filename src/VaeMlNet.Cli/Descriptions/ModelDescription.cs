using System.Globalization;
using System.Text.Json.Nodes;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>A description of a model folder.</summary>
internal sealed class ModelDescription : Description
{
    private readonly string folder;
    private readonly VaeManifest manifest;
    private readonly (string Name, long Length)[] files;
    private readonly OnnxDescription[] graphs;

    private ModelDescription(string folder, VaeManifest manifest)
    {
        this.folder = folder;
        this.manifest = manifest;
        files =
        [
            .. new DirectoryInfo(folder)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file.Length))
                .OrderBy(file => file.Item1, StringComparer.Ordinal),
        ];
        graphs =
        [
            .. files
                .Where(file => file.Name.EndsWith(".onnx", StringComparison.Ordinal))
                .Select(file => OnnxDescription.Read(Path.Combine(folder, file.Name))),
        ];
    }

    /// <summary>
    /// Reads a folder without opening the model. It does not check the files, as <c>verify</c> does.
    /// </summary>
    /// <exception cref="VaeModelException">The folder has no manifest, or a wrong one.</exception>
    /// <exception cref="CommandException">A graph is not an ONNX model.</exception>
    public static ModelDescription Read(string folder) => new(folder, VaeModel.ReadManifest(folder));

    public override JsonObject ToJson() =>
        new()
        {
            ["folder"] = folder,
            ["manifest"] = InputFile.Read(Path.Combine(folder, "manifest.json"), stream => JsonNode.Parse(stream)),
            ["graphs"] = new JsonArray([.. graphs.Select(graph => graph.ToJson())]),
            ["files"] = new JsonArray([
                .. files.Select(file => new JsonObject { ["name"] = file.Name, ["bytes"] = file.Length }),
            ]),
        };

    public override void Print(CommandTerminal terminal)
    {
        terminal.WriteLine($"{folder}: model '{manifest.Name}' of {Kind()}");
        terminal.WriteTable("facts", ["", ""], Facts());
        if (manifest.Series is { } series)
        {
            terminal.WriteTable(
                "channels",
                ["name", "mean", "scale"],
                series.Channels.Select((name, i) => (string[])[name, Number(series.Means[i]), Number(series.Scales[i])])
            );
        }
        else
        {
            terminal.WriteTable(
                "columns",
                ["name", "type", "likelihood", "smallest", "largest", "missing"],
                ModelTable.AllColumns(manifest).Select(Cells)
            );
        }

        if (manifest.Relations is { Count: > 0 } relations)
        {
            var (unscored, unkept) = (manifest.UnscoredRelations, manifest.UnkeptRelations);
            terminal.WriteTable(
                unkept.Count == 0
                    ? "relations that synthetic rows keep, and filled cells those between values"
                    : "relations that synthetic rows keep, unless noted, and filled cells those between values",
                ["relation", ""],
                relations.Select(text =>
                    (string[])
                        [
                            text,
                            (unkept.Contains(text), unscored.Contains(text)) switch
                            {
                                (true, true) => "not kept by synthetic rows, adds nothing to scores",
                                (true, false) => "not kept by synthetic rows",
                                (false, true) => "adds nothing to scores",
                                _ => "",
                            },
                        ]
                )
            );
        }

        terminal.WriteTable("files", ["name", "size"], files.GroupBy(file => Place(file.Name)).Select(Cells));
    }

    private string Kind() =>
        manifest.Series is not null ? "a time series"
        : ModelTable.IsTable(manifest) ? "a table"
        : FormattableString.Invariant($"{manifest.Architecture.InputDim} features");

    private IEnumerable<string[]> Facts()
    {
        var network = manifest.Architecture;
        var threshold = manifest.Threshold;
        var layers = string.Join('-', [network.InputDim, .. network.HiddenDims, network.LatentDim]);
        var latents =
            manifest.Latent.Categories is { } categories
                ? FormattableString.Invariant(
                    $"{manifest.Latent.Dim}: {manifest.Latent.Groups} of {categories} categories"
                )
            : manifest.Latent.LabelColumnName is { } label
                ? FormattableString.Invariant(
                    $"{manifest.Latent.Dim}: {manifest.Latent.Dim - manifest.Latent.LabelCount} gaussian, and the label {label} of {manifest.Latent.LabelCount} categories"
                )
            : FormattableString.Invariant($"{manifest.Latent.Dim}, {manifest.Latent.Kind}")
                + (manifest.Latent.HasLearnedPrior ? ", learned prior (mixture)" : "");
        foreach (var fact in manifest.Series is { } series ? SeriesFacts(series) : [])
        {
            yield return fact;
        }

        if (IsBaseline)
        {
            yield return ["method", $"{network.Kind}, a baseline without latents: it can only score rows"];
        }
        else
        {
            yield return ["network", $"{Words(network.Kind)} {layers}, {network.Activation}"];
            yield return ["latents", latents];
        }

        yield return
        [
            manifest.Series is null ? "threshold" : "threshold of windows",
            FormattableString.Invariant(
                $"{ScoreName}{threshold.NegativeElbo:0.####}{OfReconstruction(threshold)}: {RuleOf(threshold)} {threshold.Rows} rows ({threshold.Source})"
            ),
        ];
        if (manifest.NormalRows is { } normal)
        {
            yield return ["score", Describe(normal)];
        }

        if (ScoreMeaning.OfLabels(manifest) is { } changed)
        {
            yield return ["score", changed];
        }

        foreach (var fact in TrainingFacts(manifest.Training))
        {
            yield return fact;
        }

        yield return ["weights", manifest.Weights];
        yield return
        [
            "format",
            FormattableString.Invariant(
                $"version {manifest.FormatVersion}, ONNX opset {manifest.Opset}, written by {manifest.Producer}"
            ),
        ];
    }

    private string Describe(VaeNormalRows normal)
    {
        var chosen = normal is { AreaOfLikelihood: { } likelihood, AreaOfDistance: { } distance, AreaOfBoth: { } both }
            ? FormattableString.Invariant(
                $" (planted cells: AUROC {distance:0.000} by distance, {likelihood:0.000} by likelihood, {both:0.000} by both)"
            )
            : "";
        return FormattableString.Invariant(
            $"{ScoreMeaning.Of(manifest)}, of which the folder has {normal.Rows}{chosen}"
        );
    }

    private string ScoreName =>
        IsBaseline ? ""
        : manifest is { NormalRows: not null } or { Training.LogarithmicAbove: not null } ? "score "
        : manifest.Training.HiddenCells is null ? "negative ELBO "
        : "pseudo-likelihood ";

    private bool IsBaseline => manifest.Latent.Kind == VaeLatentSpace.None;

    private string OfReconstruction(VaeThreshold threshold) =>
        IsBaseline ? "" : FormattableString.Invariant($", reconstruction error {threshold.ReconstructionError:0.####}");

    private IEnumerable<string[]> TrainingFacts(VaeTrainingSummary training)
    {
        if (IsBaseline)
        {
            yield return
            [
                "training",
                FormattableString.Invariant($"{training.Rows} rows, seed {training.Seed}; {training.Seconds:0.0} s"),
            ];
            yield break;
        }

        yield return
        [
            "training",
            FormattableString.Invariant(
                $"{training.Rows} rows, {training.Epochs} epochs in batches of {training.BatchSize}; {training.Optimizer}, learning rate {training.LearningRate}, beta {training.Beta}, seed {training.Seed}; {training.Seconds:0.0} s"
            ),
        ];
        yield return
        [
            training.ValidationRows > 0 ? "validation loss" : "training loss",
            FormattableString.Invariant(
                $"{training.Loss:0.00} nats per row: reconstruction {training.Reconstruction:0.00}, KL {training.Kl:0.00}"
            ),
        ];
        if (training.Convergence is { } convergence)
        {
            yield return
            [
                "training's end",
                ConvergenceText.Of(convergence, training.Epochs, training.Seconds, training.Kl, training.Beta),
            ];
        }
    }

    private IEnumerable<string[]> SeriesFacts(VaeSeries series)
    {
        yield return
        [
            "windows",
            FormattableString.Invariant($"{series.WindowLength} rows of {series.Channels.Count} ")
                + (series.Channels.Count == 1 ? "channel" : "channels")
                + (series.IsCentered ? ", each channel moved to its usual level" : ""),
        ];
        if (series.Counters is { } counters)
        {
            yield return ["counters", $"{ColumnNames.List(counters)}; the model reads their increase from row to row"];
        }

        if (series.Trends is { } trends)
        {
            yield return ["trends", $"{ColumnNames.List(trends)}; their level does not count"];
        }

        if (series.Logarithms is { } logarithms)
        {
            yield return ["logarithms", $"{ColumnNames.List([.. logarithms.Keys])}; the model reads their logarithm"];
        }

        if (series.TimeColumn is { } time)
        {
            var gap = series.LongestGap is { } longest
                ? FormattableString.Invariant(
                    $"; a gap of more than {longest:0.###}{(manifest.TableSchema?.Find(time)?.Kind == VaeColumnKind.Date ? " s" : "")} begins a new window"
                )
                : "";
            var calendar = series.Calendar switch
            {
                VaeCalendar.Day => "; the model knows the time of day",
                VaeCalendar.Week => "; the model knows the time of day and the weekday",
                _ => "",
            };
            yield return ["time", $"column '{time}'{gap}{calendar}"];
        }

        if (series.SeriesColumn is { } name)
        {
            yield return
            [
                "series",
                $"column '{name}'"
                    + (
                        series.SeriesWithOwnScale is { } own
                            ? FormattableString.Invariant($"; each of {own.Count} series has its own scale")
                            : ""
                    ),
            ];
        }

        if (series.CoveringThreshold is { } threshold)
        {
            yield return
            [
                "threshold of rows",
                FormattableString.Invariant(
                    $"{threshold:0.####}; with --causal, that of the reconstruction error of windows"
                ),
            ];
        }
    }

    private string[] Cells(VaeColumn column) =>
        [
            column.Name,
            column.Type switch
            {
                VaeColumn.KeyType => FormattableString.Invariant($"category of {column.KeyCount}"),
                VaeColumn.BooleanType => "boolean",
                _ when column.Width > 1 => FormattableString.Invariant($"{column.Width} numbers"),
                _ => "number",
            },
            IsBaseline ? "" : Words(column.Likelihood),
            .. column.Type == VaeColumn.SingleType
                ? [Number(column.Minimum), Number(column.Maximum)]
                : (string[])["", ""],
            column.MissingShare is { } share ? share.ToString("0.#%", CultureInfo.InvariantCulture) : "",
        ];

    // Files of one subfolder share a line, because a model records about thirty tensors.
    private static string[] Cells(IGrouping<string, (string Name, long Length)> place)
    {
        var count = place.Key.EndsWith('/') ? FormattableString.Invariant($" ({place.Count()} files)") : "";
        return [place.Key + count, Bytes(place.Sum(file => file.Length))];
    }

    private static string RuleOf(VaeThreshold threshold) =>
        threshold.Rule == VaeThreshold.ByFalsePositiveRate
            ? FormattableString.Invariant(
                $"false-positive rate {1 - threshold.Quantile:0.##%}{(IsLowest(threshold) ? ", the lowest that few rows can give," : "")} by"
            )
            : FormattableString.Invariant($"quantile {threshold.Quantile} of");

    private static bool IsLowest(VaeThreshold threshold) =>
        threshold is { Rows: > 0, Quantile: < 0.99 }
        && Math.Abs(1 - threshold.Quantile - (1.0 / (threshold.Rows + 1))) < 1e-9;

    private static string Place(string name)
    {
        var slash = name.IndexOf('/');
        return slash < 0 ? name : name[..(slash + 1)];
    }

    private static string Words(string name) => name.Replace('_', ' ');

    // The values are those of float32 columns. Six decimals of a small one are none of its digits.
    private static string Number(double value) =>
        ((float)value).ToString(Math.Abs(value) < 0.001 ? "G6" : "0.######", CultureInfo.InvariantCulture);
}
