using System.Globalization;

namespace VaeMlNet;

/// <summary>Checks every value of the training data on its way in, and remembers the range of all of them.</summary>
/// <param name="groupsOf">Returns the values that the slots of rows of a width may have; empty where they are checked elsewhere.</param>
/// <param name="source">The rows in words, for messages, as "'Features'" or "'Features' of the validation data".</param>
internal sealed class FeatureValues(Func<int, IReadOnlyList<SlotGroup>> groupsOf, string source)
{
    private InputRange? range;

    /// <summary>The rows in words, for messages.</summary>
    public string Source => source;

    /// <summary>The smallest value seen; +infinity before the first.</summary>
    public float Smallest { get; private set; } = float.PositiveInfinity;

    /// <summary>The largest value seen; -infinity before the first.</summary>
    public float Largest { get; private set; } = float.NegativeInfinity;

    /// <summary>Takes in one row; all have the width of the first.</summary>
    /// <exception cref="InvalidOperationException">A value is not finite, or outside what the likelihood allows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The likelihood's options are for rows of another width.</exception>
    public void Add(ReadOnlySpan<float> row, long rowIndex)
    {
        range ??= new InputRange(groupsOf(row.Length), source);
        if (range.FindRefused(row) is { } refused)
        {
            throw Refuse(rowIndex, refused.Slot, row[refused.Slot], refused.Group);
        }

        (Smallest, Largest) = ValueRange.Widen(Smallest, Largest, row);
    }

    private InvalidOperationException Refuse(long rowIndex, int slot, float value, SlotGroup group)
    {
        var complaint =
            group.Expectation is { } likelihoods && float.IsFinite(value)
                ? likelihoods
                : "training needs finite values. Use ReplaceMissingValues first.";
        return new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Row {rowIndex}, slot {slot} of {source} is {value}, but {complaint} Rows and slots count from 0."
            )
        );
    }
}
