namespace VaeMlNet;

/// <summary>The epochs of a model's training. A model folder has them in <c>history.json</c>.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
/// <param name="Epochs">The epochs in order, numbered from 1; at least one.</param>
/// <param name="BestEpoch">
/// Number of the epoch with the lowest validation loss, or without validation data training loss, at the full weight of KL.
/// </param>
public sealed record VaeTrainingHistory(IReadOnlyList<VaeEpoch> Epochs, int BestEpoch)
{
    /// <summary>By value, as records are: the lists would be compared by reference.</summary>
    public bool Equals(VaeTrainingHistory? other) =>
        other is not null && BestEpoch == other.BestEpoch && Epochs.SequenceEqual(other.Epochs);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Epochs.Count, BestEpoch);
}
