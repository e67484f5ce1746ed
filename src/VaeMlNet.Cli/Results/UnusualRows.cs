using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using static System.FormattableString;

namespace VaeMlNet.Cli;

/// <summary>The rows with the highest scores, with the reasons in words, as text, CSV or JSON.</summary>
internal sealed class UnusualRows
{
    /// <summary>The number of rows that a verb prints by default.</summary>
    public const int DefaultCount = 5;

    private const int MostReasons = 3;
    private const string ReasonsColumn = "Reasons";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    private readonly IReadOnlyList<UnusualRow> rows;

    private UnusualRows(IReadOnlyList<UnusualRow> rows)
    {
        this.rows = rows;
    }

    /// <summary>Scores the rows of a file, and finds the reasons of the most unusual ones; null if there can be none.</summary>
    /// <param name="context">The terminal for the progress bar, and the cancellation token.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="path">The file.</param>
    /// <param name="format">The options for reading the rows.</param>
    public static UnusualRows? Find(CommandContext context, string folder, string path, InferenceFormat format)
    {
        // Blocks of the file that run at the same time have a thread each.
        using var model = VaeModel.Open(folder, new() { IntraOpThreadCount = 1 });
        var rows = InferenceRows.Open(model, path, format);
        VaeScoreOptions options = new()
        {
            BatchSize = InferenceInput.BatchSize(model.Manifest),
            PredictedLabelColumnName = ScoreWriter.PredictedLabelColumn,
        };
        if (!CanExplain(model, rows, options))
        {
            return null;
        }

        rows.BatchSize = options.BatchSize;
        ScoreWriter writer = new(keepScores: false, slotNames: null) { Highest = new(DefaultCount) };
        MLContext ml = new();
        var step = ml.Transforms.VaeScore(ScoreWriter.ScoreColumn, rows.ColumnNames, model, options);
        StepOutput.Write(null, context, ml, rows, step, StepResults.Of(writer));
        return Explain(ml, model, rows, writer.Highest.Rows, options);
    }

    /// <summary>Finds the reasons of rows.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The data of the rows.</param>
    /// <param name="highest">The rows, the highest score first.</param>
    /// <param name="options">The options of the scores.</param>
    public static UnusualRows Explain(
        MLContext ml,
        VaeModel model,
        InferenceRows data,
        IReadOnlyList<RowScore> highest,
        VaeScoreOptions options
    )
    {
        long[] inOrder = [.. highest.Select(row => row.Row).Order()];
        var reasons = CanExplain(model, data, options) ? Reasons(ml, model, data, inOrder, options) : null;
        return new([
            .. highest.Select(row => new UnusualRow(
                row.Score,
                row.IsAnomaly,
                data.Find(row.Row + 1),
                reasons?[Array.IndexOf(inOrder, row.Row)] ?? []
            )),
        ]);
    }

    /// <summary>Prints the rows as a table.</summary>
    public void Print(CommandTerminal terminal)
    {
        if (rows.Count > 0)
        {
            terminal.WriteTable(
                "most unusual rows (!: above the threshold)",
                ["row", "score", "reasons"],
                rows.Select(row =>
                    (string[])
                        [
                            Invariant($"{(row.Place.Path is { } path ? $"{path}, " : "")}{row.Place.Row}"),
                            Invariant($"{row.Score:0.0#}{(row.IsAnomaly ? " !" : "")}"),
                            string.Join("; ", row.Reasons),
                        ]
                )
            );
        }
    }

    /// <summary>Writes a table with a row for each of the rows.</summary>
    public void WriteTable(string path)
    {
        var hasPaths = rows.Any(row => row.Place.Path is not null);
        CsvTable.Write(
            path,
            [
                .. hasPaths ? (WrittenColumn[])["File"] : [],
                new("Row", WrittenType.Whole),
                new("Score", WrittenType.Single),
                new("PredictedLabel", WrittenType.Truth),
                .. Enumerable.Range(1, MostReasons).Select(i => (WrittenColumn)$"Reason{i}"),
            ],
            csv => WriteRows(csv, hasPaths)
        );
    }

    private void WriteRows(CsvWriter csv, bool hasPaths)
    {
        foreach (var row in rows)
        {
            if (hasPaths)
            {
                csv.WriteField(row.Place.Path ?? "");
            }

            csv.WriteField(row.Place.Row);
            csv.WriteField(row.Score);
            csv.WriteField(row.IsAnomaly ? 1 : 0);
            for (var i = 0; i < MostReasons; i++)
            {
                csv.WriteField(row.Reasons.ElementAtOrDefault(i) ?? "");
            }

            csv.EndRecord();
        }
    }

    public void WriteJson(Stream stream)
    {
        JsonArray array = new([.. rows.Select(ToJson)]);
        using (Utf8JsonWriter json = new(stream, Indented))
        {
            array.WriteTo(json);
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>
    /// Returns whether there can be reasons: the pixels of images have no names, the rows of time series are scored by their windows,
    /// baselines expect no values, and samples score a row as a whole.
    /// </summary>
    public static bool CanExplain(VaeModel model, InferenceRows data, VaeScoreOptions options) =>
        data.Csv is not null
        && model.Manifest.Series is null
        && model.Manifest.Latent.Kind != VaeLatentSpace.None
        && options.Kind != VaeScoreKind.MarginalLikelihood;

    /// <summary>Returns the reasons of rows, with the texts of categories that are not in the training data.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The data of the rows.</param>
    /// <param name="inOrder">The indices of the rows, from 0, in rising order.</param>
    /// <param name="options">The options of the scores.</param>
    public static List<string[]> Reasons(
        MLContext ml,
        VaeModel model,
        InferenceRows data,
        long[] inOrder,
        VaeScoreOptions options
    )
    {
        var chosen = data.Choose(inOrder);
        var view = chosen.View(ml);
        using var scorer = ml
            .Transforms.VaeScore(
                ScoreWriter.ScoreColumn,
                chosen.ColumnNames,
                model,
                options with
                {
                    ReasonsColumnName = ReasonsColumn,
                }
            )
            .Fit(view);
        return
        [
            .. scorer
                .Transform(view)
                .GetColumn<ReadOnlyMemory<char>[]>(ReasonsColumn)
                .Select(texts => texts.Select(text => text.ToString()).ToArray()),
        ];
    }

    private static JsonObject ToJson(UnusualRow row)
    {
        JsonObject json = row.Place.Path is { } path ? new() { ["file"] = path } : [];
        json["row"] = row.Place.Row;
        json["score"] = float.IsFinite(row.Score) ? row.Score : null;
        json["predicted_label"] = row.IsAnomaly;
        json["reasons"] = new JsonArray([.. row.Reasons.Select(reason => JsonValue.Create(reason))]);
        return json;
    }
}

/// <summary>A row with a high score.</summary>
/// <param name="Score">The score in nats.</param>
/// <param name="IsAnomaly">Whether it is above the model's threshold.</param>
/// <param name="Place">The number of the row in its file, from 1, and the path of the file if there are several.</param>
/// <param name="Reasons">The reasons, the most important first.</param>
internal sealed record UnusualRow(
    float Score,
    bool IsAnomaly,
    (string? Path, long Row) Place,
    IReadOnlyList<string> Reasons
);
