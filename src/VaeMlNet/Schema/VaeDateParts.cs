namespace VaeMlNet;

/// <summary>The numbers that a date becomes for a model.</summary>
[Flags]
public enum VaeDateParts
{
    /// <summary>No part.</summary>
    None = 0,

    /// <summary>The time since the column's origin, in days.</summary>
    Days = 1,

    /// <summary>The day in the year as an angle: a sine and a cosine with a period of 365.25 days.</summary>
    Season = 2,

    /// <summary>The day in the week as an angle: a sine and a cosine with a period of 7 days.</summary>
    Weekday = 4,

    /// <summary>The time of day as an angle: a sine and a cosine with a period of 24 hours.</summary>
    Hour = 8,
}
