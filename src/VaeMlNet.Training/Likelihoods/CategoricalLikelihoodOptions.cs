namespace VaeMlNet;

/// <summary>
/// Groups of slots that are one-hot categories: the decoder computes logits, with a softmax over each group. A group of zeros
/// is an unknown category and does not contribute.
/// </summary>
/// <remarks>Equality compares <see cref="GroupWidths"/> by reference.</remarks>
public sealed record CategoricalLikelihoodOptions : VaeLikelihoodOptions
{
    /// <summary>
    /// Gets the number of categories of each group, in the order of the slots. At least one group, each with at least 2
    /// categories. They must add up to the number of features. Default: none, so they must be set.
    /// </summary>
    public int[] GroupWidths { get; init; } = [];

    internal override VaeLikelihoodOptions ToChecked()
    {
        OptionRange.Require(
            GroupWidths is { Length: > 0 },
            "Likelihood.GroupWidths",
            GroupWidths is null ? "null" : "empty",
            $"the number of categories of each group"
        );
        for (var i = 0; i < GroupWidths!.Length; i++)
        {
            OptionRange.AtLeast(GroupWidths[i], 2, FormattableString.Invariant($"Likelihood.GroupWidths[{i}]"));
        }

        return this with
        {
            GroupWidths = [.. GroupWidths],
        };
    }

    internal override IReadOnlyList<SlotGroup> SlotGroups(int inputDim)
    {
        CheckWidth(inputDim);
        return [.. GroupWidths.Select(width => new SlotGroup(width, AllowedValues.OneHot))];
    }

    internal override Likelihood Create(int inputDim)
    {
        CheckWidth(inputDim);
        return new CategoricalLikelihood(GroupWidths);
    }

    private void CheckWidth(int inputDim)
    {
        var width = GroupWidths.Sum(w => (long)w);
        OptionRange.Require(
            width == inputDim,
            "Likelihood.GroupWidths",
            $"[{string.Join(", ", GroupWidths)}], {width} slots together",
            $"as many slots as the rows have features, {inputDim}"
        );
    }
}
