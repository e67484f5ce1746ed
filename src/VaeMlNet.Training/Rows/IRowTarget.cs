namespace VaeMlNet;

/// <summary>Receives rows one after the other.</summary>
internal interface IRowTarget
{
    /// <summary>Gets the number of rows so far.</summary>
    long Count { get; }

    /// <summary>Gets the destination of the next row.</summary>
    Memory<float> Free { get; }

    /// <summary>Adds the row that was written to <see cref="Free"/>.</summary>
    void Take();
}
