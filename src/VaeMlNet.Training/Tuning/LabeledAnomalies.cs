using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Measures how well a model's scores rank the anomalies that a column marks.</summary>
internal static class LabeledAnomalies
{
    /// <summary>Checks all labels, so that a wrong one is found before training begins.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="labelName">The column.</param>
    /// <param name="cancellationToken">Checked for each row.</param>
    /// <exception cref="ArgumentException">The column is missing, or of another type.</exception>
    /// <exception cref="InvalidOperationException">A value is no label.</exception>
    public static void Check(IDataView rows, string labelName, CancellationToken cancellationToken) =>
        Labels(rows, labelName, cancellationToken);

    /// <summary>Returns the area under the ROC curve.</summary>
    /// <param name="trained">The model, which does not read the column.</param>
    /// <param name="read">The raw rows, [N, S]: the first of the view.</param>
    /// <param name="rows">The view, with the column.</param>
    /// <param name="labelName">The column.</param>
    /// <exception cref="ArgumentException">The column is missing, or of another type.</exception>
    public static double Auc(TrainedVae trained, Tensor read, IDataView rows, string labelName)
    {
        var source = Labels(rows, labelName, CancellationToken.None);
        var column = source.FindIn(rows.Schema)!;
        using var cursor = rows.GetRowCursor(column.Columns.Select(known => known.Column));
        var label = source.NewReader(cursor, column);
        var isAnomaly = new bool[read.shape[0]];
        for (var row = 0; row < isAnomaly.Length && cursor.MoveNext(); row++)
        {
            isAnomaly[row] = label(row) == 1;
        }

        var anomalies = isAnomaly.Count(marked => marked);
        return anomalies > 0 && anomalies < isAnomaly.Length
            ? new RankingCurve([.. PlantedAnomalies.Score(trained, read)], isAnomaly).AreaUnderRoc
            : throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Column '{labelName}' marks {anomalies} of {isAnomaly.Length} held-out rows as anomalies, so that their detection cannot be measured. Mark more rows, or compare models by planted anomalies, without the column."
                )
            );
    }

    private static LabelSource Labels(IDataView rows, string labelName, CancellationToken cancellationToken) =>
        LabelSource.Read(
            new() { Labels = new KnownAnomalyLabelOptions { ColumnName = labelName } },
            rows,
            [],
            cancellationToken
        )!;
}
