namespace VaeMlNet.Tooling;

/// <summary>Reads the rows of a data file from its start to its end, into memory of the caller.</summary>
internal abstract class FeatureFileReader : IDisposable
{
    /// <summary>Reads the next rows.</summary>
    /// <param name="rows">The memory for whole rows. It is filled from the start.</param>
    /// <returns>The number of rows read: fewer than fit only at the end of the file, and 0 after it.</returns>
    /// <exception cref="CommandException">The file is damaged. The message names the position in it.</exception>
    public abstract int Read(Span<float> rows);

    /// <inheritdoc />
    public abstract void Dispose();
}
