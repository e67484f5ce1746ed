namespace VaeMlNet.Tooling;

/// <summary>
/// A data file as rows of features, read from the start by every enumeration and never held in memory as a whole.
/// Errors in the file are <see cref="CommandException"/>s that name the file and the place in it.
/// </summary>
internal abstract class FeatureFile
{
    /// <summary>The file's path as the user gave it, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>Features per row.</summary>
    public required int Width { get; init; }

    /// <summary>What one feature is called in messages: column for a table, pixel for an image.</summary>
    public abstract string FeatureNoun { get; }

    /// <summary>Opens an IDX file of images or a CSV file with a header, told apart by the first two bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The CSV columns to take; null takes all.</param>
    /// <exception cref="CommandException">The file is missing, damaged, or of neither kind.</exception>
    public static FeatureFile Open(string path, ColumnChoice? columns = null) =>
        IdxHeader.StartsFile(path) ? OpenIdx(path, columns) : CsvFeatureFile.Open(path, columns);

    /// <summary>The same features, read from parts of this file and others in the place of all of it.</summary>
    public abstract FeatureFile Of(FileParts some);

    /// <summary>Opens the file for one pass over its rows; the caller disposes the reader.</summary>
    /// <param name="progress">Told now and then which share of the file has been read, in [0, 1].</param>
    public abstract FeatureReader OpenReader(IProgress<double>? progress = null);

    /// <summary>Reads the rows one by one; each is a fresh array of <see cref="Width"/> values.</summary>
    /// <inheritdoc cref="OpenReader" path="/param"/>
    public IEnumerable<float[]> ReadRows(IProgress<double>? progress = null)
    {
        using var reader = OpenReader(progress);
        var row = new float[Width];
        while (reader.Read(row) > 0)
        {
            yield return row;
            row = new float[Width];
        }
    }

    private static IdxImageFile OpenIdx(string path, ColumnChoice? columns)
    {
        return columns is null or { IsAll: true }
            ? IdxImageFile.Open(path)
            : throw new CommandException(
                $"--columns and --ignore choose columns of a CSV file, but '{path}' is an IDX file. Leave the option out."
            );
    }
}
