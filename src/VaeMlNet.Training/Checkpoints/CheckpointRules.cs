using System.Text.Json;

namespace VaeMlNet;

/// <summary>Checks an untrusted checkpoint.json. Its options are checked like those of a trainer.</summary>
internal static class CheckpointRules
{
    private const int LargestWidth = 1 << 24;

    public static void Check(CheckpointDescription description)
    {
        Require(description.InputDim is >= 1 and <= LargestWidth, "input_dim is outside its range");
        Require(description.FeatureColumnName.Length > 0, "feature_column_name is empty");
        Require(description.History.Count > 0, "history is empty");
        if (HistoryJson.Complaint(description.History) is { } complaint)
        {
            throw new JsonException(complaint);
        }

        Check(description.Options);
        Check(description.TrainingData);
        if (description.Table is { } table)
        {
            Check(table, description.InputDim);
        }

        if (description.Conditions is { } conditions)
        {
            CheckRawColumns(conditions.Columns, "conditions");
        }

        if (description.Label is { } label)
        {
            CheckRawColumns([label], "label");
            Require(label.Width == 1, "label has more than one slot");
        }

        if (description.Options.Labels is SemiSupervisedLabelOptions)
        {
            Require(
                description.Label is { Kind: TableColumnKind.Key or TableColumnKind.Boolean, Shares.Length: >= 2 } own
                    && own.Shares.All(share => share > 0),
                "label has no categories with shares above 0"
            );
        }
    }

    /// <summary>Checks columns that are not encoded as those of a table.</summary>
    private static void CheckRawColumns(IReadOnlyList<TableColumn> columns, string name)
    {
        CheckColumns(columns, name);
        var table = new Table { Columns = columns, RowCount = long.MaxValue };
        foreach (var column in columns)
        {
            Require(
                column.Kind != TableColumnKind.BinnedNumber && IsConsistent(table, column),
                $"column '{column.Name}' of {name} is inconsistent"
            );
        }
    }

    private static void CheckColumns(IReadOnlyList<TableColumn> columns, string name)
    {
        Require(columns.Count > 0 && columns.All(column => column is not null), $"{name} has no columns");
        Require(
            columns.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count() == columns.Count,
            $"two columns of {name} have the same name"
        );
    }

    /// <summary>Checks the options. A number such as 1e400 is read as infinite, and cannot be written.</summary>
    private static void Check(VaeTrainerOptions options)
    {
        try
        {
            JsonSerializer.SerializeToUtf8Bytes(options, CheckpointJson.Options);
        }
        catch (ArgumentException e)
        {
            throw new JsonException("a number of options is not finite", e);
        }
    }

    private static void Check(TrainingDataSummary data)
    {
        Require(
            data is { RowCount: >= 1, ValidationRowCount: >= 0, LabeledRowCount: >= 0 },
            "a number of rows is outside its range"
        );
        Require(float.IsFinite(data.Minimum) && float.IsFinite(data.Maximum), "minimum or maximum is not finite");
        var threshold = data.Threshold;
        Require(
            ScoreKind.All.All(kind => double.IsFinite(threshold.Value(kind.Kind)))
                && threshold is { Quantile: > 0 and < 1, Rows: >= 1 },
            "threshold is outside its range"
        );
        Require(
            data.ScoreSpread is >= 0 and <= TrainingDataSummary.LargestScoreSpread,
            "score_spread is outside its range"
        );
        Require(
            data.Usual?.Fits(data.Usual.Contributions.Count) != false,
            "usual has values that are not finite, or not in order"
        );
        Require(
            data.Conditions?.All(combination =>
                combination is { Values: not null } && double.IsFinite(combination.Share)
            ) != false,
            "a combination of conditions is not finite"
        );
        if (data.Calibration is { } calibration && CalibrationJson.File.Complaint(calibration) is { } complaint)
        {
            throw new JsonException($"calibration: {complaint}");
        }
    }

    private static void Check(Table table, int inputDim)
    {
        Require(table.RowCount >= 1, "row_count of table is below 1");
        CheckColumns(table.Columns, "table");
        foreach (var column in table.Columns)
        {
            Require(IsConsistent(table, column), $"column '{column.Name}' of table is inconsistent");
        }

        Require(
            table.Pairs.All(pair => pair.Fits(name => CategoryCount(table, name))),
            "the pairs of table do not fit its columns"
        );
        Require(Enum.IsDefined(table.MissingCells), "missing_cells of table is unknown");
        var complaint = table.Relations?.Complaint(
            name => RelatedColumn(table, name),
            name => table.Columns.Any(column => column.Name == name)
        );
        Require(complaint is null, $"relations of table has {complaint}");
        Require(
            table.Columns.Sum(column => (long)column.EncodedWidth) + table.MarkCount == inputDim,
            "the widths of table's columns and marks do not add up to input_dim"
        );
    }

    private static (bool IsNumber, int KeyCount)? RelatedColumn(Table table, string name) =>
        table.Columns.FirstOrDefault(column => column.Name == name && column.Width == 1) is { } column
            ? (column.IsNumber, column.KeyCount)
            : null;

    private static int CategoryCount(Table table, string name) =>
        table.Columns.FirstOrDefault(column => column.Name == name)?.CategoryCount ?? 0;

    private static bool IsConsistent(Table table, TableColumn column)
    {
        var width = column.Width;
        return column.Name.Length > 0
            && Enum.IsDefined(column.Kind)
            && width is >= 1 and <= LargestWidth
            && (column.IsNumber || width == 1)
            && (column.Kind == TableColumnKind.Key ? column.KeyCount is >= 1 and <= LargestWidth : column.KeyCount == 0)
            && (column.Kind == TableColumnKind.Key || !column.IsEmbedded)
            && (!column.IsNumber || (column.Likelihood is { IsForNumbers: true } && IsStandardization(column)))
            && (column.Kind == TableColumnKind.BinnedNumber ? HasBins(column) : column.Bins.Count == 0)
            && HasShares(column)
            && HasUsualRange(column)
            && IsNames(column.SlotNames, width)
            && IsNames(column.KeyValues, column.KeyCount)
            && column.MissingCounts.Length == width
            && column.MissingCounts.All(count => count >= 0 && count <= table.RowCount)
            && (column.CanBeMissing || !column.HadMissing)
            && double.IsFinite(column.MissingShare)
            && float.IsFinite(column.Minimum)
            && float.IsFinite(column.Maximum);
    }

    private static bool IsStandardization(TableColumn column) =>
        column.Means.Length == column.Width
        && column.Scales.Length == column.Width
        && column.Means.All(float.IsFinite)
        && column.Scales.All(scale => float.IsFinite(scale) && scale > 0)
        && (column.SeenRanges.Length == 0 || column.SeenRanges.Length == column.Width)
        && column.SeenRanges.All(range => range?.IsValid != false);

    private static bool HasUsualRange(TableColumn column) =>
        column.UsualLows.Length == column.UsualHighs.Length
        && (column.UsualLows.Length == 0 || column.UsualLows.Length == column.Width)
        && column.UsualLows.Zip(column.UsualHighs).All(slot => UsualSlots.IsRange(slot.First, slot.Second));

    private static bool HasBins(TableColumn column) =>
        column.Bins.Count == column.Width && column.Bins.All(slot => slot is not null && slot.Complaint() is null);

    private static bool HasShares(TableColumn column) =>
        column.Shares.Length == 0
        || (column.Shares.Length == column.CategoryCount && ValueHistogram.ComplaintOfShares(column.Shares) is null);

    private static bool IsNames(IReadOnlyList<string>? names, int count) =>
        names is null || (names.Count == count && names.All(name => name is not null));

    private static void Require(bool condition, string complaint)
    {
        if (!condition)
        {
            throw new JsonException(complaint);
        }
    }
}
