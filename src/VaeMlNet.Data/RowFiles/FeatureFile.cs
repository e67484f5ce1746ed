namespace VaeMlNet.Data;

/// <summary>
/// A data file as rows of features. Every enumeration reads it from the start, and it is never in memory as a whole.
/// Errors in the file are <see cref="CommandException"/>s that name the file and the position in it.
/// </summary>
internal abstract class FeatureFile
{
    /// <summary>Gets the path of the file, as the user gave it, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the number of features per row.</summary>
    public required int Width { get; init; }

    /// <summary>Gets the size of the images; null for other rows.</summary>
    public virtual VaeImageShape? ImageShape => null;

    /// <summary>Gets the name of a feature in messages: column for a table, pixel for an image.</summary>
    public abstract string FeatureNoun { get; }

    /// <summary>Gets the index of the first row, from 0. Default: 0.</summary>
    public virtual long FirstRow => 0;

    /// <summary>Gets the number of rows of a block. Default: null, the rows are not a block.</summary>
    public virtual long? BlockRowCount => null;

    /// <summary>
    /// Opens a folder of pictures, an IDX file of images, or a table. The first two bytes distinguish the files.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="columns">The CSV columns to read; null for all.</param>
    /// <param name="shape">The size to which pictures of a folder are resized, and that images of an IDX file must have; null: that of the first.</param>
    /// <exception cref="CommandException">The file is missing, damaged, or of neither type, or has images of another size.</exception>
    public static FeatureFile Open(string path, ColumnChoice? columns = null, VaeImageShape? shape = null) =>
        PictureFolder.IsFolder(path) ? PictureFolder.Open(path, shape, columns)
        : IdxHeader.StartsFile(path) ? OpenIdx(path, columns, shape)
        : CsvFeatureFile.Open(path, columns);

    /// <summary>
    /// Returns the same features, read from slices of this file and others instead of the whole file.
    /// </summary>
    public abstract FeatureFile Slice(FileSlices slices);

    /// <summary>Opens the file for one pass over its rows. The caller must dispose the reader.</summary>
    /// <param name="progress">Receives the share of the file that has been read, in [0, 1].</param>
    public abstract FeatureFileReader OpenReader(IProgress<double>? progress = null);

    /// <summary>Reads the rows one by one. Each row is a new array of <see cref="Width"/> values.</summary>
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

    private static IdxImageFile OpenIdx(string path, ColumnChoice? columns, VaeImageShape? shape)
    {
        return columns is null or { IsAll: true }
            ? IdxImageFile.Open(path, shape)
            : throw new CommandException(
                $"'{path}' is an IDX file of images, which has no columns. Leave --columns, --ignore and --label-column out; 'report' reads the labels of images with --labels."
            );
    }
}

/// <summary>Reads the rows of a data file from its start to its end, into memory of the caller.</summary>
internal abstract class FeatureFileReader : IDisposable
{
    /// <summary>Reads the next rows.</summary>
    /// <param name="rows">The memory for whole rows. It is filled from the start.</param>
    /// <returns>The number of rows read: fewer than fit only at the end of the file, and 0 after it.</returns>
    /// <exception cref="CommandException">The file is damaged. The message names the position in it.</exception>
    public abstract int Read(Span<float> rows);

    public abstract void Dispose();
}
