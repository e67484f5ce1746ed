namespace VaeMlNet.Tooling;

/// <summary>Reads the rows of a data file from its start to its end, into memory that the caller has made.</summary>
internal abstract class FeatureReader : IDisposable
{
    /// <summary>Reads the next rows.</summary>
    /// <param name="rows">Whole rows, one after the other; filled from the start.</param>
    /// <returns>How many rows were read: fewer than fit only at the end of the file, and 0 after it.</returns>
    /// <exception cref="CommandException">The file is damaged; the message names the place in it.</exception>
    public abstract int Read(Span<float> rows);

    /// <inheritdoc />
    public abstract void Dispose();
}
