namespace VaeMlNet;

/// <summary>How the training of a model went, epoch by epoch. <c>history.json</c> of a model folder holds it.</summary>
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
