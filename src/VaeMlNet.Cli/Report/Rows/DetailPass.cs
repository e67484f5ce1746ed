using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>Encodes, reconstructs and explains some rows of a file, one after the other.</summary>
/// <param name="model">The model.</param>
/// <param name="rows">The file.</param>
/// <param name="labels">Labels of its rows; null for none.</param>
internal sealed class DetailPass(VaeModel model, InferenceRows rows, RowLabels? labels)
{
    private const string Code = "report.code";
    private const string LogVariance = "report.log_variance";
    private const string Decoded = "report.decoded";
    private const string Score = "report.score";
    private const string Contributions = "report.contributions";

    private bool IsGaussian => model.Manifest.Latent.Kind == VaeLatentSpace.Gaussian;

    /// <summary>Runs the pass.</summary>
    /// <param name="ml">The steps' context.</param>
    /// <param name="chosen">Numbers of the rows, from 0, in rising order.</param>
    /// <param name="progress">Told which share of the file has been read.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    /// <returns>The rows, made as they are asked for.</returns>
    public IEnumerable<DetailedRow> Run(
        MLContext ml,
        IReadOnlyList<long> chosen,
        IProgress<double> progress,
        CancellationToken cancellationToken
    )
    {
        ChosenRowsView data = new(rows.View(ml, progress), chosen);
        using var transformer = Pipeline(ml).Fit(data);
        var view = transformer.Transform(data);
        using var cursor = view.GetRowCursor(view.Schema);
        var read = Bind(cursor, chosen);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return read();
        }
    }

    private EstimatorChain<VaeScoreTransformer> Pipeline(MLContext ml)
    {
        var allowsMissing = rows.AllowMissingColumns;
        var inputs = rows.ColumnNames;
        VaeEncodeOptions encode = new()
        {
            LogVarianceColumnName = IsGaussian ? LogVariance : null,
            AllowMissingColumns = allowsMissing,
        };
        VaeScoreOptions score = new()
        {
            PredictedLabelColumnName = null,
            ContributionsColumnName = Contributions,
            AllowMissingColumns = allowsMissing,
        };
        return ml
            .Transforms.VaeEncode(Code, inputs, model, encode)
            .Append(ml.Transforms.VaeReconstruct(Decoded, inputs, model, new() { AllowMissingColumns = allowsMissing }))
            .Append(ml.Transforms.VaeScore(Score, inputs, model, score));
    }

    private Func<DetailedRow> Bind(DataViewRowCursor cursor, IReadOnlyList<long> chosen)
    {
        var slots = rows is TableInferenceRows table
            ? SlotReader.OfTable(cursor, table.Columns)
            : SlotReader.OfVector(cursor, rows.ColumnNames[0]);
        var code = SlotReader.OfVector(cursor, Code);
        var logVariance = IsGaussian ? SlotReader.OfVector(cursor, LogVariance) : null;
        var decoded = SlotReader.OfVector(cursor, Decoded);
        var contributions = SlotReader.OfVector(cursor, Contributions);
        var getScore = cursor.GetGetter<float>(cursor.Schema[Score]);
        var texts = LabelsOf(chosen)?.GetEnumerator();
        float score = 0;
        return () =>
        {
            getScore(ref score);
            return new DetailedRow(
                chosen[(int)cursor.Position],
                texts?.MoveNext() == true ? texts.Current : null,
                score,
                slots.Read(),
                code.Read(),
                logVariance?.Read(),
                decoded.Read(),
                contributions.Read()
            );
        };
    }

    /// <summary>The labels of the chosen rows alone.</summary>
    private IEnumerable<string>? LabelsOf(IReadOnlyList<long> chosen)
    {
        HashSet<long> wanted = [.. chosen];
        return labels?.Texts.Where((_, row) => wanted.Contains(row));
    }
}
