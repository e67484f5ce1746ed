namespace VaeMlNet;

/// <content>The rules for conditions, which are inputs of all graphs.</content>
internal sealed partial class ManifestRules
{
    /// <summary>The most combinations of conditions.</summary>
    public const int MostCombinations = 10_000;

    private void CheckConditions(ModelConditions conditions)
    {
        Require(conditions.Columns.Count > 0, $"conditions has no columns");
        foreach (var column in conditions.Columns)
        {
            Require(column is not null, $"conditions.columns contains null, expected objects");
            CheckCondition(column!);
        }

        Require(
            conditions.Columns.Sum(column => (long)column.Width) <= LargestWidth,
            $"the conditions have more than {LargestWidth} slots"
        );
        CheckNames();
        Require(
            conditions.Combinations.Count <= MostCombinations,
            $"conditions has {conditions.Combinations.Count} combinations, expected at most {MostCombinations}"
        );
        foreach (var combination in conditions.Combinations)
        {
            Require(
                combination is { Share: > 0 and <= 1, Values: not null }
                    && AreAllowed(conditions.Columns, combination.Values),
                $"a combination of conditions does not fit their columns"
            );
        }
    }

    private void CheckCondition(VaeColumn column)
    {
        Require(column.Name.Length > 0, $"a condition has an empty name");
        Require(
            column.Likelihood == VaeColumn.Condition,
            $"condition '{column.Name}' has likelihood '{column.Likelihood}', expected '{VaeColumn.Condition}'"
        );
        Require(
            column.Width is >= 1 and <= LargestWidth,
            $"condition '{column.Name}' has width {column.Width}, expected 1 to {LargestWidth}"
        );
        Require(column.Bins is null, $"condition '{column.Name}' has bins");
        CheckRange(column);
        CheckShares(column);
        Require(
            column.Type is VaeColumn.SingleType or VaeColumn.BooleanType or VaeColumn.KeyType,
            $"condition '{column.Name}' has type '{column.Type}'"
        );
        CheckSlots(column);
    }

    private static bool AreAllowed(IReadOnlyList<VaeColumn> columns, IReadOnlyList<float> values)
    {
        var first = 0;
        foreach (var column in columns)
        {
            for (var slot = first; slot < first + column.Width; slot++)
            {
                if (slot >= values.Count || !IsAllowed(column, values[slot]))
                {
                    return false;
                }
            }

            first += column.Width;
        }

        return first == values.Count;
    }

    private static bool IsAllowed(VaeColumn column, float value) =>
        column.Type switch
        {
            VaeColumn.KeyType => value >= 1 && value <= column.KeyCount && float.IsInteger(value),
            VaeColumn.BooleanType => value is 0 or 1,
            _ => float.IsFinite(value),
        };
}
