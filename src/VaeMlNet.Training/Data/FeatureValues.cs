using System.Globalization;

namespace VaeMlNet;

/// <summary>Checks every value of the training data on its way in, and remembers the range of all of them.</summary>
/// <param name="likelihood">The likelihood that has to explain the values.</param>
/// <param name="source">The rows in words, for messages, as "'Features'" or "'Features' of the validation data".</param>
internal sealed class FeatureValues(DecoderLikelihood likelihood, string source)
{
    /// <summary>The rows in words, for messages.</summary>
    public string Source => source;

    /// <summary>The smallest value seen; +infinity before the first.</summary>
    public float Smallest { get; private set; } = float.PositiveInfinity;

    /// <summary>The largest value seen; -infinity before the first.</summary>
    public float Largest { get; private set; } = float.NegativeInfinity;

    /// <summary>Takes in one row.</summary>
    /// <exception cref="InvalidOperationException">A value is not finite, or outside what the likelihood allows.</exception>
    public void Add(ReadOnlySpan<float> row, long rowIndex)
    {
        var (smallest, largest) = (Smallest, Largest);
        for (var slot = 0; slot < row.Length; slot++)
        {
            var value = row[slot];
            if (!float.IsFinite(value))
            {
                throw Refuse(rowIndex, slot, value, "training needs finite values. Use ReplaceMissingValues first.");
            }

            smallest = Math.Min(smallest, value);
            largest = Math.Max(largest, value);
        }

        // Only the row with a new extreme can break the likelihood's range, so most rows skip the second look.
        if (smallest < Smallest || largest > Largest)
        {
            CheckLikelihood(row, rowIndex);
            (Smallest, Largest) = (smallest, largest);
        }
    }

    private void CheckLikelihood(ReadOnlySpan<float> row, long rowIndex)
    {
        for (var slot = 0; slot < row.Length; slot++)
        {
            if (likelihood.Complaint(row[slot]) is { } complaint)
            {
                throw Refuse(rowIndex, slot, row[slot], complaint);
            }
        }
    }

    private InvalidOperationException Refuse(long rowIndex, int slot, float value, string complaint) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Row {rowIndex}, slot {slot} of {source} is {value}, but {complaint} Rows and slots count from 0."
            )
        );
}
