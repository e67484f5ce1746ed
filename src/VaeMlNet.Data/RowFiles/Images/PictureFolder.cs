using System.IO.Enumeration;

namespace VaeMlNet.Data;

/// <summary>
/// A folder of PNG and JPEG files, also in subfolders, except in links to folders. A row is one picture, in the ordinal order of the paths. The first
/// folder of a path is the label of its picture.
/// </summary>
internal sealed class PictureFolder : ImageFile
{
    /// <summary>The name of the column with the path of a picture in the folder.</summary>
    public const string FileColumn = "file";

    /// <summary>The name of the column with the label of a picture.</summary>
    public const string LabelColumn = "label";

    private static readonly string[] TableEndings =
    [
        ".csv",
        ".tsv",
        ".parquet",
        ".json",
        ".jsonl",
        ".ndjson",
        ".gz",
        ".zip",
    ];

    private static readonly EnumerationOptions InSubfolders = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    private readonly string[] names;
    private readonly bool resizes;

    private PictureFolder(string[] names, bool resizes)
    {
        this.names = names;
        this.resizes = resizes;
    }

    public override long RowCount => names.Length;

    /// <summary>Gets the paths of the pictures in the folder, with '/', in the order of the rows.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Gets the label of each picture; an empty text for pictures that are in no subfolder.</summary>
    public IEnumerable<string> Labels => names.Select(LabelOf);

    /// <summary>
    /// Returns whether a path is a folder of pictures: it contains some, also in subfolders, and no table beside the subfolders.
    /// </summary>
    public static bool IsFolder(string path)
    {
        try
        {
            return Directory.Exists(path)
                && (
                    Directory.EnumerateFiles(path).Any(PictureName.IsPicture)
                    || (!Directory.EnumerateFiles(path).Any(IsTable) && EnumeratePictures(path).Any())
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The path of the folder.</param>
    /// <param name="given">The size to which pictures are resized; null: that of the first picture, which all must have.</param>
    /// <param name="columns">The columns to read, which may leave out the file and the label only; null for all.</param>
    public static PictureFolder Open(string path, VaeImageShape? given, ColumnChoice? columns = null)
    {
        if (columns?.Columns is not null || columns?.Ignored.All(name => name is FileColumn or LabelColumn) == false)
        {
            throw new CommandException(
                $"'{path}' is a folder of pictures, whose columns are '{FileColumn}' and '{LabelColumn}'. Leave --columns and --ignore out, and pass --label-column={LabelColumn} or none."
            );
        }

        string[] names =
        [
            .. EnumeratePictures(path)
                .Select(file => System.IO.Path.GetRelativePath(path, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
        var shape = given ?? Picture.Read(System.IO.Path.Combine(path, names[0])).Shape;
        if (shape.Size > Picture.MostPixels)
        {
            throw new CommandException(
                FormattableString.Invariant(
                    $"Pictures of {shape} have {shape.Size} values, but at most {Picture.MostPixels} are allowed. Pass a smaller size, such as --image=64x64."
                )
            );
        }

        return new PictureFolder(names, given is not null)
        {
            Path = path,
            Shape = shape,
            Width = (int)shape.Size,
        };
    }

    /// <summary>Returns the paths and the labels as a table.</summary>
    public CsvFile ToTable() => CsvFile.FromText(new PictureNames(this));

    /// <inheritdoc />
    public override PictureFolder Slice(FileSlices slices) => throw new NotSupportedException();

    public override FeatureFileReader OpenReader(IProgress<double>? progress = null) => new Reader(this, progress);

    private static string LabelOf(string name) =>
        name.Contains('/', StringComparison.Ordinal) ? name.Split('/')[0] : "";

    // A link to a parent would have all pictures in it again.
    private static FileSystemEnumerable<string> EnumeratePictures(string path) =>
        new(path, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), InSubfolders)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && PictureName.IsPicture(entry.FileName.ToString()),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || entry.ToFileSystemInfo().LinkTarget is null,
        };

    private static bool IsTable(string path) =>
        TableEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private void ReadPicture(string name, Span<float> row)
    {
        var path = System.IO.Path.Combine(Path, name);
        var picture = Picture.Read(path);
        if (!resizes && picture.Shape != Shape)
        {
            throw new CommandException(
                $"'{path}' is a picture of {picture.Shape}, but the first picture of the folder, '{names[0]}', is one of {Shape}. "
                    + $"Pass --image={Shape}, which resizes all pictures."
            );
        }

        picture.Write(row, Shape);
    }

    /// <summary>Reads the pictures one after the other.</summary>
    private sealed class Reader(PictureFolder folder, IProgress<double>? progress) : FeatureFileReader
    {
        private int rowsRead;

        public override int Read(Span<float> rows)
        {
            var count = Math.Min(rows.Length / folder.Width, folder.names.Length - rowsRead);
            for (var row = 0; row < count; row++)
            {
                folder.ReadPicture(folder.names[rowsRead++], rows.Slice(row * folder.Width, folder.Width));
                progress?.Report((double)rowsRead / folder.names.Length);
            }

            return count;
        }

        public override void Dispose() { }
    }

    /// <summary>The paths and the labels as CSV text.</summary>
    private sealed class PictureNames(PictureFolder folder) : RowText(folder.Path)
    {
        public override string Name => $"folder '{Path}'";

        public override IReadOnlyList<RowColumn> Columns { get; } =
        [new(FileColumn), new(LabelColumn) { IsCategory = true }];

        public override Stream Open()
        {
            MemoryStream text = new();
            var rows = folder.names.Select(name => new[] { name, LabelOf(name) });
            CsvHeader.Write(text, rows.Prepend([FileColumn, LabelColumn]), ',');
            text.Position = 0;
            return text;
        }
    }
}
