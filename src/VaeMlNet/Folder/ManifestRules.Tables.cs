namespace VaeMlNet;

/// <content>The rules for the columns of a table model, each of which is an input of the graphs.</content>
internal sealed partial class ManifestRules
{
    private void CheckTable()
    {
        foreach (var column in manifest.Columns)
        {
            Require(column.Name.Length > 0, $"a column of the table has an empty name");
            CheckMissing(column);
            CheckLikelihood(column);
            CheckShares(column);
            CheckSlots(column);
        }

        CheckReconstructionWidth();
        CheckNames();
    }

    private void CheckSlots(VaeColumn column)
    {
        switch (column.Type)
        {
            case VaeColumn.SingleType:
                CheckNumbers(column);
                break;
            case VaeColumn.BooleanType:
                CheckSingleSlot(column);
                break;
            case VaeColumn.KeyType:
                CheckSingleSlot(column);
                CheckKeys(column);
                break;
        }
    }

    private void CheckMissing(VaeColumn column)
    {
        Require(
            column.MissingShare is null or (>= 0 and <= 1),
            $"column '{column.Name}' has missing_share {column.MissingShare}, expected 0 to 1"
        );
        Require(
            !column.PredictsMissing || column.CanBeMissing,
            $"column '{column.Name}' of type '{column.Type}' has predicts_missing, but its cells cannot be missing"
        );
        Require(
            column.ImputedSpread is null
                || (column.Type == VaeColumn.SingleType && column.ImputedSpread is > 0 and <= 1),
            $"column '{column.Name}' of type '{column.Type}' has imputed_spread {column.ImputedSpread}, expected above 0 and at most 1, of numbers"
        );
    }

    private void CheckShares(VaeColumn column)
    {
        if (column.Shares is { } shares)
        {
            CheckLength(column, "shares", shares.Count, column.ShareCount);
            if (ValueHistogram.ComplaintOfShares(shares) is { } complaint)
            {
                Require(false, $"column '{column.Name}' has {complaint}");
            }
        }
    }

    private void CheckLikelihood(VaeColumn column)
    {
        ColumnLikelihood[] ofType = [.. ColumnLikelihood.All.Where(likelihood => likelihood.TableType == column.Type)];
        Require(
            ofType.Length > 0,
            $"column '{column.Name}' has type '{column.Type}', expected '{VaeColumn.SingleType}', '{VaeColumn.BooleanType}' or '{VaeColumn.KeyType}'"
        );
        Require(
            ofType.Any(likelihood => likelihood.Name == column.Likelihood),
            $"column '{column.Name}' of type '{column.Type}' has likelihood '{column.Likelihood}', expected {OneOf(ofType.Select(l => l.Name))}"
        );
    }

    private void CheckNumbers(VaeColumn column)
    {
        Require(column.KeyCount is null, $"column '{column.Name}' of numbers has key_count {Text(column.KeyCount)}");
        CheckLength(column, "means", column.Means?.Count, column.Width);
        CheckLength(column, "scales", column.Scales?.Count, column.Width);
        Require(column.Means!.All(float.IsFinite), $"column '{column.Name}' has means that are not finite");
        Require(
            column.Scales!.All(s => float.IsFinite(s) && s > 0),
            $"column '{column.Name}' has scales that are not finite and above 0"
        );
        CheckTexts(column, "slot_names", column.SlotNames, column.Width);
    }

    private void CheckSingleSlot(VaeColumn column)
    {
        Require(
            column.Width == 1,
            $"column '{column.Name}' of type '{column.Type}' has width {column.Width}, expected 1"
        );
        Require(
            column.Type == VaeColumn.KeyType || column.KeyCount is null,
            $"column '{column.Name}' of type '{column.Type}' has key_count {Text(column.KeyCount)}"
        );
    }

    private void CheckKeys(VaeColumn column)
    {
        Require(
            column.KeyCount is >= 1 and <= LargestWidth,
            $"column '{column.Name}' has key_count {Text(column.KeyCount)}, expected 1 to {LargestWidth}"
        );
        CheckTexts(column, "key_values", column.KeyValues, column.KeyCount!.Value);
        Require(
            column.KeyValues is null == column.KeyValueType is null,
            $"column '{column.Name}' has one of key_values and key_value_type, expected both or none"
        );
    }

    private void CheckTexts(VaeColumn column, string member, IReadOnlyList<string>? texts, int count)
    {
        if (texts is not null)
        {
            CheckLength(column, member, texts.Count, count);
            Require(texts.All(text => text is not null), $"column '{column.Name}' has {member} with null among them");
        }
    }

    private void CheckLength(VaeColumn column, string member, int? count, int expected) =>
        Require(count == expected, $"column '{column.Name}' has {Text(count)} {member}, expected {expected}");

    /// <summary>
    /// Checks the width of the reconstruction. Every category has a slot there, so it can be wider than the input.
    /// </summary>
    private void CheckReconstructionWidth()
    {
        var width = manifest.Columns.Sum(c => (long)c.ReconstructionWidth);
        Require(width <= LargestWidth, $"the columns have {width} decoded slots, expected at most {LargestWidth}");
    }

    private void CheckNames()
    {
        Require(manifest.Columns.Count > 0, $"columns is empty, expected at least one");
        if (Repeated(manifest.AllColumns.Select(c => c.Name)) is { } column)
        {
            Require(false, $"two columns are named '{column}'");
        }

        GraphTensor[] tensors =
        [
            .. GraphTensors.Inputs(manifest),
            GraphTensors.Latent(manifest),
            .. GraphTensors.EncoderOutputs(manifest),
            GraphTensors.DecoderOutputs(manifest)[0],
            // The mean of a column has the name of its input, but no graph contains both.
            .. manifest
                .InputColumns.Where(c => !c.IsUnchanged)
                .SelectMany(c => GraphTensors.ColumnParameters(c).Where(t => t.Name != c.InputName)),
            .. GraphTensors.ScorerOutputs(manifest),
            .. GraphTensors.ImputerOutputs(manifest),
        ];
        if (Repeated(tensors.Select(t => t.Name)) is { } tensor)
        {
            Require(false, $"two tensors of the graphs are named '{tensor}'; give the column another graph_name");
        }
    }

    private static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name).FirstOrDefault(g => g.Count() > 1)?.Key;
}
