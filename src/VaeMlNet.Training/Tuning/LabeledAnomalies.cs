using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Measures how well a model's scores rank the anomalies that a column marks.</summary>
internal static class LabeledAnomalies
{
    /// <summary>Checks all labels, so that a wrong one, or a fold that cannot be measured, is found before training begins.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="heldOut">The rows that each fold is measured on.</param>
    /// <param name="labelName">The column.</param>
    /// <param name="cancellationToken">Checked for each row.</param>
    /// <exception cref="ArgumentException">The column is missing, or of another type.</exception>
    /// <exception cref="InvalidOperationException">A value is no label, or all rows of a fold are marked, or none.</exception>
    public static void Check(
        IDataView rows,
        IEnumerable<IDataView> heldOut,
        string labelName,
        CancellationToken cancellationToken
    )
    {
        var labels = Labels(rows, labelName, cancellationToken);
        foreach (var fold in heldOut)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadMarks(labels, fold);
        }
    }

    /// <summary>Returns the area under the ROC curve.</summary>
    /// <param name="trained">The model, which does not read the column.</param>
    /// <param name="read">The raw rows, [N, S]: those of <paramref name="measured"/>.</param>
    /// <param name="measured">Some of the rows, with the column.</param>
    /// <param name="rows">All rows, whose labels are checked.</param>
    /// <param name="labelName">The column.</param>
    /// <exception cref="ArgumentException">The column is missing, or of another type.</exception>
    /// <exception cref="InvalidOperationException">A value is no label, or all rows are marked, or none.</exception>
    public static double Auc(TrainedVae trained, Tensor read, IDataView measured, IDataView rows, string labelName)
    {
        var isAnomaly = ReadMarks(Labels(rows, labelName, CancellationToken.None), measured);
        return new RankingCurve([.. PlantedAnomalies.Score(trained, read)], isAnomaly).AreaUnderRoc;
    }

    /// <summary>Returns whether each row is marked as an anomaly. At least one is, and at least one is not.</summary>
    private static bool[] ReadMarks(LabelSource labels, IDataView rows)
    {
        var column = labels.FindIn(rows.Schema)!;
        using var cursor = rows.GetRowCursor(column.Columns.Select(known => known.Column));
        var label = labels.NewReader(cursor, column);
        List<bool> isAnomaly = [];
        while (cursor.MoveNext())
        {
            isAnomaly.Add(label(isAnomaly.Count) == 1);
        }

        var anomalies = isAnomaly.Count(marked => marked);
        return anomalies > 0 && anomalies < isAnomaly.Count
            ? [.. isAnomaly]
            : throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Column '{labels.Column.Name}' marks {anomalies} of {isAnomaly.Count} held-out rows as anomalies, so that their detection cannot be measured. Mark more rows, or compare models by planted anomalies, without the column."
                )
            );
    }

    private static LabelSource Labels(IDataView rows, string labelName, CancellationToken cancellationToken)
    {
        VaeTrainerOptions options = new() { Labels = new KnownAnomalyLabelOptions { ColumnName = labelName } };
        LabelSource.Check(options, rows.Schema, [], ColumnRole.Target);
        return LabelSource.Read(options, rows, cancellationToken)!;
    }
}
