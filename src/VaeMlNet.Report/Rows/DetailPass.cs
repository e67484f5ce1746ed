using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Report;

/// <summary>Encodes, reconstructs and explains chosen rows, one after the other.</summary>
internal sealed class DetailPass(ReportRows rows)
{
    private const string Mean = "report.mean";
    private const string LogVariance = "report.log_variance";
    private const string Decoded = "report.decoded";
    private const string Score = "report.score";
    private const string Contributions = "report.contributions";
    private const string PValue = "report.p_value";
    private const string Reasons = "report.reasons";

    private string? PValueColumnName => rows.Model.CalibrationRows is null ? null : PValue;

    private bool HasLogVariances =>
        rows.Model.Manifest.Latent.Kind is VaeLatentSpace.Gaussian or VaeLatentSpace.Labeled;

    /// <summary>Runs the pass.</summary>
    /// <param name="ml">The context of the steps.</param>
    /// <param name="chosen">The numbers of the rows, from 0, in rising order.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>The rows, computed lazily.</returns>
    public IEnumerable<DetailedRow> Run(MLContext ml, IReadOnlyList<long> chosen, CancellationToken cancellationToken)
    {
        ChosenRowsView data = new(rows.View, chosen);
        using var transformer = Pipeline(ml).Fit(data);
        var view = transformer.Transform(data);
        using var cursor = view.GetRowCursor(view.Schema);
        using var labels = rows.Labels?.Read(cursor);
        var read = Bind(cursor);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var number = chosen[(int)cursor.Position];
            yield return read(number, labels?.At(number));
        }
    }

    /// <summary>Reads in words why rows have their scores. Pixels of images have no names, and a model without latents expects no values.</summary>
    /// <param name="ml">The context of the step.</param>
    /// <param name="chosen">The numbers of the rows, from 0, in rising order.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>The reasons by the number of the row, the most important first; empty where there can be none.</returns>
    public IReadOnlyDictionary<long, string[]> ReadReasons(
        MLContext ml,
        IReadOnlyList<long> chosen,
        CancellationToken cancellationToken
    )
    {
        if (rows.Layout.IsImage || rows.Model.Manifest.Latent.Kind == VaeLatentSpace.None)
        {
            return new Dictionary<long, string[]>();
        }

        var data = rows.Choose(chosen);
        VaeScoreOptions options = new() { ReasonsColumnName = Reasons, AllowMissingColumns = rows.AllowMissingColumns };
        using var scorer = ml.Transforms.VaeScore(Score, rows.ColumnNames, rows.Model, options).Fit(data);
        Dictionary<long, string[]> read = [];
        foreach (var reasons in scorer.Transform(data).GetColumn<ReadOnlyMemory<char>[]>(Reasons))
        {
            cancellationToken.ThrowIfCancellationRequested();
            read[chosen[read.Count]] = Array.ConvertAll(reasons, reason => reason.ToString());
        }

        return read;
    }

    private EstimatorChain<VaeScoreTransformer> Pipeline(MLContext ml)
    {
        var model = rows.Model;
        VaeEncodeOptions encode = new()
        {
            LogVarianceColumnName = HasLogVariances ? LogVariance : null,
            AllowMissingColumns = rows.AllowMissingColumns,
        };
        VaeScoreOptions score = new()
        {
            PredictedLabelColumnName = null,
            ContributionsColumnName = Contributions,
            PValueColumnName = PValueColumnName,
            AllowMissingColumns = rows.AllowMissingColumns,
        };
        VaeReconstructOptions reconstruct = new() { AllowMissingColumns = rows.AllowMissingColumns };
        return ml
            .Transforms.VaeEncode(Mean, rows.ColumnNames, model, encode)
            .Append(ml.Transforms.VaeReconstruct(Decoded, rows.ColumnNames, model, reconstruct))
            .Append(ml.Transforms.VaeScore(Score, rows.ColumnNames, model, score));
    }

    private Func<long, string?, DetailedRow> Bind(DataViewRowCursor cursor)
    {
        var slots = rows.ReadSlots(cursor);
        var mean = SlotReader.ReadVector(cursor, Mean);
        var logVariance = HasLogVariances ? SlotReader.ReadVector(cursor, LogVariance) : () => [];
        var decoded = SlotReader.ReadVector(cursor, Decoded);
        var contributions = SlotReader.ReadVector(cursor, Contributions);
        var getScore = cursor.GetGetter<float>(cursor.Schema[Score]);
        var getPValue = PValueColumnName is null ? null : cursor.GetGetter<float>(cursor.Schema[PValue]);
        (float score, var pValue) = (0, float.NaN);
        return (number, label) =>
        {
            getScore(ref score);
            getPValue?.Invoke(ref pValue);
            return new(number, label, score, slots(), mean(), logVariance(), decoded(), contributions())
            {
                PValue = pValue,
            };
        };
    }
}

/// <summary>A row with its latents, its reconstruction and its score.</summary>
/// <param name="Row">The number of the row, from 0.</param>
/// <param name="Label">The label; null without labels.</param>
/// <param name="Score">The negative ELBO in nats.</param>
/// <param name="Slots">The input of the model, [S].</param>
/// <param name="LatentMean">The posterior mean, [L]; for categorical latents the probabilities, [L * K].</param>
/// <param name="LogVariance">The log-variance of the posterior, [L]; empty for categorical latents.</param>
/// <param name="Decoded">The reconstruction, [R].</param>
/// <param name="Contributions">The contribution of each slot to the score, [S].</param>
internal sealed record DetailedRow(
    long Row,
    string? Label,
    float Score,
    float[] Slots,
    float[] LatentMean,
    float[] LogVariance,
    float[] Decoded,
    float[] Contributions
)
{
    /// <summary>Gets the p-value; NaN where the model has none.</summary>
    public float PValue { get; init; } = float.NaN;
}

/// <summary>
/// A row on the latent map. It has fewer details than <see cref="DetailedRow"/>, because the map has many rows.
/// </summary>
/// <param name="Row">The number of the row, from 0.</param>
/// <param name="Label">The label; null without labels.</param>
/// <param name="Score">The negative ELBO in nats.</param>
/// <param name="LatentMean">The posterior mean.</param>
/// <param name="Cells">The texts of the first columns; empty where rows are images.</param>
/// <param name="Picture">A small image in [0, 1]; empty where rows are not images.</param>
internal sealed record MappedRow(
    long Row,
    string? Label,
    float Score,
    float[] LatentMean,
    IReadOnlyList<string> Cells,
    float[] Picture
)
{
    /// <summary>Gets the p-value; NaN where the model has none.</summary>
    public float PValue { get; init; } = float.NaN;
}
