using System.IO.Compression;

namespace VaeMlNet.Data;

/// <summary>The bytes of a data file, unpacked if it is a gzip file, or a zip archive with one file.</summary>
internal sealed class PackedFile
{
    private const int StartLength = 64;
    private const int ShownLength = 8;
    private const string WorkbookEntry = "[Content_Types].xml";

    private static readonly byte[] GzipMagic = [0x1f, 0x8b];
    private static readonly byte[] ZipMagic = "PK\u0003\u0004"u8.ToArray();
    private static readonly byte[] EmptyZipMagic = "PK\u0005\u0006"u8.ToArray();

    private readonly Func<Stream> open;

    // Otherwise .NET takes a gzip file that was cut off for one that ends there.
    static PackedFile()
    {
        const string setting = "System.IO.Compression.UseStrictValidation";
        if (!AppContext.TryGetSwitch(setting, out _))
        {
            AppContext.SetSwitch(setting, true);
        }
    }

    private PackedFile(string name, bool isPacked, Func<Stream> open)
    {
        Name = name;
        IsPacked = isPacked;
        this.open = open;
    }

    /// <summary>Gets the name of the file without the ending of its packing, or that of the file in the archive.</summary>
    public string Name { get; }

    /// <summary>Gets a value indicating whether the bytes are unpacked while they are read.</summary>
    public bool IsPacked { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="CommandException">The file is missing, or its ending or its archive is that of something else.</exception>
    public static PackedFile Open(string path)
    {
        var start = ReadStart(() => InputFile.Open(path), path);
        if (start.StartsWith(GzipMagic))
        {
            var packed = UnchangedFile.Repeatedly(path);
            return new(
                EndsIn(path, ".gz") ? path[..^3] : path,
                isPacked: true,
                () => new UnpackedStream(packed(), OpenGzip, path)
            );
        }

        if (EndsIn(path, ".gz"))
        {
            throw Unlike(path, "a gzip file", start, GzipMagic);
        }

        if (start.StartsWith(ZipMagic) || start.StartsWith(EmptyZipMagic))
        {
            var packed = UnchangedFile.SeekableRepeatedly(path);
            var entry = FindEntry(path, packed);
            return new(
                entry,
                isPacked: true,
                () => new UnpackedStream(packed(), bytes => new ZipEntryStream(bytes, entry), path)
            );
        }

        return EndsIn(path, ".zip")
            ? throw Unlike(path, "a zip archive", start, ZipMagic)
            : new(path, isPacked: false, UnchangedFile.Repeatedly(path));
    }

    /// <summary>Opens the unpacked bytes of a gzip stream. A stream that was cut off is an error at its end.</summary>
    public static Stream OpenGzip(Stream packed) => new GZipStream(packed, CompressionMode.Decompress);

    /// <summary>Opens the bytes. The caller must dispose the stream.</summary>
    public Stream OpenBytes() => open();

    /// <summary>Returns the first bytes.</summary>
    public byte[] ReadStart() => ReadStart(open, Name);

    private static byte[] ReadStart(Func<Stream> open, string path)
    {
        try
        {
            using var stream = open();
            var start = new byte[StartLength];
            return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    private static string FindEntry(string path, Func<FileStream> open)
    {
        try
        {
            using ZipArchive archive = new(open());
            if (archive.Entries.Any(entry => entry.FullName == WorkbookEntry))
            {
                throw new CommandException(
                    $"'{path}' is not a CSV file: it is an Excel workbook. Save the sheet as CSV."
                );
            }

            ZipArchiveEntry[] entries = [.. archive.Entries.Where(entry => IsData(entry.FullName))];
            return entries switch
            {
                [{ IsEncrypted: false } only] => only.FullName,
                [_] => throw new CommandException(
                    $"The zip archive '{path}' has a password. Unpack it, and pass the file."
                ),
                [] => throw new CommandException(
                    $"The zip archive '{path}' contains no file. Pack one CSV file into it."
                ),
                _ => throw new CommandException(
                    $"The zip archive '{path}' contains {entries.Length} files, expected one: {ColumnNames.List([.. entries.Select(entry => entry.FullName)])}. Unpack it, and pass the files."
                ),
            };
        }
        catch (InvalidDataException e)
        {
            throw UnpackedStream.Damaged(path, "in its list of files", e);
        }
    }

    // macOS adds files about the files.
    private static bool IsData(string name) =>
        !name.EndsWith('/') && !name.StartsWith("__MACOSX/", StringComparison.Ordinal);

    private static bool EndsIn(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the first bytes of a file for messages.</summary>
    public static string Hex(byte[] start) => Convert.ToHexString(start.AsSpan(0, Math.Min(start.Length, ShownLength)));

    private static CommandException Unlike(string path, string kind, byte[] start, byte[] expected) =>
        new(
            $"'{path}' is not {kind}: it starts with {Hex(start)}, expected {Convert.ToHexString(expected)}. Rename the file to its type, or download it again."
        );
}

/// <summary>Unpacks a file while it is read. Its position is that in the packed file, so that progress can be reported.</summary>
internal sealed class UnpackedStream : SourceStream
{
    private readonly Stream unpacked;
    private readonly string path;
    private long count;

    /// <param name="packed">The packed bytes. They are disposed with this stream.</param>
    /// <param name="unpack">Returns the stream that unpacks them.</param>
    /// <param name="path">The path of the file, for messages.</param>
    /// <exception cref="CommandException">The file is damaged.</exception>
    public UnpackedStream(Stream packed, Func<Stream, Stream> unpack, string path)
        : base(packed)
    {
        this.path = path;
        try
        {
            unpacked = unpack(packed);
        }
        catch (InvalidDataException e)
        {
            packed.Dispose();
            throw Damaged(path, "at its start", e);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = unpacked.Read(buffer);
            count += read;
            return read;
        }
        catch (InvalidDataException e)
        {
            throw Damaged(path, FormattableString.Invariant($"after {count} unpacked bytes"), e);
        }
    }

    /// <summary>Creates the error for packed bytes that cannot be unpacked.</summary>
    public static CommandException Damaged(string path, string place, Exception cause) =>
        new($"'{path}' is damaged {place}: {cause.Message.TrimEnd('.')}. Download or pack it again.", cause);

    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Reads a file of a zip archive, and compares its length and its checksum with those in the archive.</summary>
internal sealed class ZipEntryStream : ForwardStream
{
    private readonly ZipArchive archive;
    private readonly ZipArchiveEntry entry;
    private readonly Stream bytes;
    private long count;
    private uint sum;

    public ZipEntryStream(Stream packed, string name)
    {
        archive = new ZipArchive(packed, ZipArchiveMode.Read, leaveOpen: true);
        entry = archive.GetEntry(name) ?? throw new InvalidDataException($"it lacks '{name}'");
        bytes = entry.Open();
    }

    public override long Length => entry.Length;

    protected override long Place => count;

    public override int Read(Span<byte> buffer)
    {
        var read = bytes.Read(buffer);
        sum = VaeMlNet.Files.Crc32.Add(sum, buffer[..read]);
        count += read;
        var isWhole = read > 0 || buffer.IsEmpty || (count == entry.Length && sum == entry.Crc32);
        return isWhole
            ? read
            : throw new InvalidDataException(
                $"the checksum or the length of '{entry.FullName}' differs from the archive's"
            );
    }

    protected override void Dispose(bool disposing)
    {
        bytes.Dispose();
        archive.Dispose();
        base.Dispose(disposing);
    }
}
