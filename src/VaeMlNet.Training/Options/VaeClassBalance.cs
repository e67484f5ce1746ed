namespace VaeMlNet;

/// <summary>The methods that give classes of different sizes the same total weight.</summary>
public enum VaeClassBalance
{
    /// <summary>No balancing: every row counts the same.</summary>
    None,

    /// <summary>Each row's loss is weighted by the inverse of its class's share.</summary>
    Weight,

    /// <summary>
    /// Each epoch has as many rows as the data, with the same number from each class. Rows of small classes are repeated. Large
    /// classes contribute some of their rows, and other rows in later epochs.
    /// </summary>
    Resample,
}
