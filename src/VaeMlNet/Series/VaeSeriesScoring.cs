namespace VaeMlNet;

/// <summary>The ways from the scores of windows to the score of a row.</summary>
public enum VaeSeriesScoring
{
    /// <summary>
    /// The mean score of all full windows that contain the row. It is known W - 1 rows after the row. Rows of a series that is shorter than a
    /// window get the score of the rows so far.
    /// </summary>
    Covering,

    /// <summary>
    /// The score of the window that ends with the row. It is known at once, and equals that of <see cref="VaeSeriesEngine"/>. In the first W - 1
    /// rows of a series, the places before the first row are missing and add nothing to the score.
    /// </summary>
    Causal,
}
