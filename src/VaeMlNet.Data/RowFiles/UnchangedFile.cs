using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>
/// A file that is read to its end. If another program changed it meanwhile, the end is an error: rows could be missing, or be those of two
/// versions.
/// </summary>
internal sealed class UnchangedFile : SourceStream
{
    private readonly string path;
    private readonly FileStream file;
    private readonly FileVersion version;

    private UnchangedFile(string path, FileStream file)
        : base(file)
    {
        this.path = path;
        this.file = file;
        version = VersionOf(file);
    }

    /// <summary>Returns a function that opens a file each time, and refuses another version than that of the first time.</summary>
    /// <param name="path">The file; <c>-</c> is standard input.</param>
    public static Func<Stream> Repeatedly(string path)
    {
        var open = SeekableRepeatedly(path);
        return () => new UnchangedFile(path, open());
    }

    /// <summary>
    /// Returns a function that opens a file each time, and refuses another version than that of the first time. Its parts are read in any
    /// order.
    /// </summary>
    /// <param name="path">The file; <c>-</c> is standard input.</param>
    public static Func<FileStream> SeekableRepeatedly(string path)
    {
        FileVersion? first = null;
        return () =>
        {
            var opened = InputFile.Open(path);
            first ??= VersionOf(opened);
            if (first == VersionOf(opened))
            {
                return opened;
            }

            opened.Dispose();
            throw Changed(path);
        };
    }

    public override int Read(Span<byte> buffer)
    {
        var count = file.Read(buffer);
        return count > 0 || buffer.IsEmpty || IsWhole() ? count : throw Changed(path);
    }

    // Some file systems do not know the length of a file, and say 0.
    private bool IsWhole() => (version.Length == 0 || file.Position == version.Length) && VersionOf(file) == version;

    private static FileVersion VersionOf(FileStream file) =>
        new(RandomAccess.GetLength(file.SafeFileHandle), File.GetLastWriteTimeUtc(file.SafeFileHandle));

    private static CommandException Changed(string path) =>
        new(
            $"'{path}' was changed while it was read. Run the command again when no other program writes to the file, or read a copy of it."
        );

    /// <summary>The length of a file and the time of its last change.</summary>
    private sealed record FileVersion(long Length, DateTime LastWrite);
}

/// <summary>
/// A view that runs an action for each row when the row is first read. ML.NET's writers may read some rows twice.
/// </summary>
/// <param name="source">The source view. All of its columns are read.</param>
/// <param name="bind">Returns the action for the current row, given a cursor.</param>
/// <param name="cancellationToken">Checked before each row.</param>
internal sealed class WatchedView(IDataView source, Func<DataViewRow, Action> bind, CancellationToken cancellationToken)
    : OrderedView
{
    /// <summary>Gets the number of rows that have been read.</summary>
    public long RowCount { get; private set; }

    public override DataViewSchema Schema => source.Schema;

    public override long? GetRowCount() => source.GetRowCount();

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns)
    {
        var rows = source.GetRowCursor(source.Schema);
        return new Cursor(this, rows, bind(rows));
    }

    private void RunOnce(long row, Action action)
    {
        if (row > RowCount)
        {
            action();
            RowCount = row;
        }
    }

    private void CheckCanceled() => cancellationToken.ThrowIfCancellationRequested();

    private sealed class Cursor(WatchedView view, DataViewRowCursor rows, Action action) : PassingCursor(rows)
    {
        private long read;

        public override bool MoveNext()
        {
            view.CheckCanceled();
            if (!Rows.MoveNext())
            {
                return false;
            }

            view.RunOnce(++read, action);
            return true;
        }
    }
}
