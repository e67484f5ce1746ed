namespace VaeMlNet;

/// <summary>The methods that give classes of unequal size equal weight.</summary>
public enum VaeClassBalance
{
    /// <summary>They do not; every row counts the same.</summary>
    None,

    /// <summary>Each row's loss is weighted by the inverse of its class's share.</summary>
    Weight,

    /// <summary>
    /// Each epoch has as many rows as there are, but the same number from each class: rows of small classes come several
    /// times, of large ones only some come, others in the next epoch.
    /// </summary>
    Resample,
}
