namespace VaeMlNet;

/// <summary>Counts the rows that <c>VaeSample</c> drew, and those that met all conditions and constraints.</summary>
/// <remarks>Thread safety: all members may be used from several threads at once.</remarks>
public sealed class VaeSampleAcceptance
{
    private long drawn;
    private long accepted;

    /// <summary>Gets the number of rows that were drawn.</summary>
    public long Drawn => Interlocked.Read(ref drawn);

    /// <summary>Gets the number of rows that were accepted.</summary>
    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>Gets the share of accepted rows, in [0, 1]; NaN before rows were drawn.</summary>
    public double Rate => (double)Accepted / Drawn;

    internal void Add(long drawnRows, long acceptedRows)
    {
        Interlocked.Add(ref drawn, drawnRows);
        Interlocked.Add(ref accepted, acceptedRows);
    }
}
