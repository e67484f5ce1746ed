namespace VaeMlNet;

/// <summary>The contents of history.json.</summary>
internal sealed record HistoryFile(int FormatVersion, int BestEpoch, IReadOnlyList<VaeEpoch> Epochs);
