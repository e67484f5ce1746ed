namespace VaeMlNet;

/// <summary>The columns of a table for which a model explains which cells are missing.</summary>
public enum VaeMissingCells
{
    /// <summary>No column. Missing cells do not contribute to loss and scores.</summary>
    Ignore,

    /// <summary>
    /// The columns that had missing cells in training. The decoder predicts from the latents which of their cells are missing.
    /// </summary>
    WhereSeen,

    /// <summary>
    /// All columns but Booleans. A missing cell of a column that had none in the n training rows has the probability 0.5 / (n + 1).
    /// </summary>
    Everywhere,
}
