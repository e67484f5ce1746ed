namespace VaeMlNet;

/// <summary>A slot of whole numbers of few values, which is filled with one of them: that of the highest utility.</summary>
/// <param name="Slot">The index of the slot.</param>
/// <param name="Values">The values, in rising order; at least two.</param>
internal sealed record CodedSlot(int Slot, float[] Values)
{
    /// <summary>
    /// Gets the weight of the mean squared distance to the other values, in ranges of the column. The utility of a value is its probability less
    /// this term: with 0 it is the most probable value, and with large weights the one next to the mean.
    /// </summary>
    public float DistanceWeight { get; init; }

    /// <summary>Returns the utility of a value.</summary>
    /// <param name="probabilities">The probabilities of all values.</param>
    /// <param name="value">The index of the value.</param>
    public float Utility(ReadOnlySpan<float> probabilities, int value)
    {
        var range = Values[^1] - Values[0];
        var utility = probabilities[value];
        for (var other = 0; other < Values.Length; other++)
        {
            var distance = (Values[other] - Values[value]) / range;
            utility -= DistanceWeight * distance * distance * probabilities[other];
        }

        return utility;
    }

    /// <summary>Returns the index of the value of the highest utility, the first of several.</summary>
    public int Best(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var value = 1; value < Values.Length; value++)
        {
            best = Utility(probabilities, value) > Utility(probabilities, best) ? value : best;
        }

        return best;
    }
}
