using System.Runtime.InteropServices;
using System.Text;

namespace VaeMlNet.Data;

/// <summary>CSV text, perhaps packed, from its header on.</summary>
internal sealed class CsvText : RowText
{
    private readonly PackedFile file;
    private readonly Lazy<Encoding?> encoding;
    private readonly Lazy<CsvHeader> header;

    public CsvText(string path, PackedFile file)
        : base(path)
    {
        this.file = file;
        encoding = new(() => TextEncodings.Find(file.OpenBytes));
        header = new(() => CsvHeader.Find(() => Open(CsvHeader.FirstLine)));
    }

    public override string Name => $"CSV file '{Path}'";

    /// <summary>Gets the encoding of the file; null for UTF-8.</summary>
    public Encoding? Encoding => encoding.Value;

    /// <summary>Gets where the header is.</summary>
    public CsvHeader Header => header.Value;

    public override Stream Open() => Open(Header);

    public override Stream OpenAt(long offset, long row)
    {
        var inFile = offset - Header.Written.Length;
        if (file.IsPacked || Encoding is not null || Header.IsChanged || inFile < 0)
        {
            return base.OpenAt(offset, row);
        }

        var stream = InputFile.Open(Path);
        stream.Seek(inFile + Header.BytesAbove, SeekOrigin.Begin);
        return stream;
    }

    private Stream Open(CsvHeader begin) =>
        begin.IsFirstLine && Encoding is null
            ? file.OpenBytes()
            : new CsvTextStream(Path, file.OpenBytes(), Encoding, begin);
}

/// <summary>
/// The text of a file in UTF-8, from its header on. Its position is that in the file, so that progress can be reported.
/// </summary>
/// <param name="path">The path of the file, for messages.</param>
/// <param name="file">The file, which is disposed with this stream.</param>
/// <param name="encoding">Its encoding; null for UTF-8.</param>
/// <param name="header">Where the header is.</param>
internal sealed class CsvTextStream(string path, Stream file, Encoding? encoding, CsvHeader header) : SourceStream(file)
{
    private readonly Stream text = Decode(path, file, encoding, header);

    private ReadOnlyMemory<byte> written = header.Written;

    public override int Read(Span<byte> buffer)
    {
        if (!written.IsEmpty && buffer.Length > 0)
        {
            var first = Math.Min(buffer.Length, written.Length);
            written.Span[..first].CopyTo(buffer);
            written = written[first..];
            return first;
        }

        return text.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        text.Dispose();
        base.Dispose(disposing);
    }

    private static Stream Decode(string path, Stream file, Encoding? encoding, CsvHeader header)
    {
        var utf8 = encoding is null ? file : Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8);
        utf8 = header.BytesAbove > 0 ? new TextBelow(utf8, header.BytesAbove) : utf8;
        utf8 = header.HasBlanks || header.Comment is not null ? new TextWithoutComments(path, utf8, header) : utf8;
        utf8 = header.Description?.HasSingleQuotes == true ? new TextInDoubleQuotes(utf8) : utf8;
        return header.HasRowCount ? new TextWithoutRowCount(utf8) : utf8;
    }
}

/// <summary>Text from a place on.</summary>
/// <param name="text">The text, which is disposed with this stream.</param>
/// <param name="start">The place of the first byte.</param>
internal sealed class TextBelow(Stream text, long start) : SourceStream(text)
{
    private long skipped = start;

    public override int Read(Span<byte> buffer)
    {
        while (skipped > 0 && buffer.Length > 0)
        {
            var passed = Source.Read(buffer[..(int)Math.Min(buffer.Length, skipped)]);
            skipped = passed > 0 ? skipped - passed : 0;
        }

        return Source.Read(buffer);
    }
}

/// <summary>
/// Text without comments, with one separator instead of the blanks between cells, and without those at the ends of lines. A comment is an empty line
/// instead, so that the numbers of lines stay.
/// </summary>
/// <param name="path">The path of the file, for messages.</param>
/// <param name="text">The text in UTF-8, which is disposed with this stream.</param>
/// <param name="header">Whether blanks divide cells, and the character at the start of comments.</param>
internal sealed class TextWithoutComments(string path, Stream text, CsvHeader header) : SourceStream(text)
{
    private const int LongestComment = 1 << 16;

    private readonly List<byte> comment = [];
    private readonly byte[] block = new byte[1 << 16];
    private int count;
    private int next;
    private bool isLineStart = true;
    private bool isAfterBlank;
    private bool isComment;
    private long line = header.LinesAbove + 1;

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && (next < count || (written == 0 && ReadBlock())))
        {
            var value = block[next];
            isComment = isComment ? value != '\n' : isLineStart && value == header.Comment;
            if (isComment)
            {
                if (header.Description is not null && comment.Count < LongestComment)
                {
                    comment.Add(value);
                }

                next++;
            }
            else if (value == ' ' && header.HasBlanks)
            {
                isAfterBlank = !isLineStart;
                next++;
            }
            else if (isAfterBlank && value is not ((byte)'\r' or (byte)'\n'))
            {
                buffer[written++] = (byte)CsvHeader.InsteadOfBlanks;
                isAfterBlank = false;
            }
            else
            {
                if (value == '\n')
                {
                    EndLine();
                }

                isLineStart = value is (byte)'\r' or (byte)'\n';
                isAfterBlank = false;
                buffer[written++] = value;
                next++;
            }
        }

        return written;
    }

    private void EndLine()
    {
        if (comment.Count > 0)
        {
            header.Description?.CheckComment(Encoding.UTF8.GetString([.. comment]), path, line);
            comment.Clear();
        }

        line++;
    }

    private bool ReadBlock()
    {
        next = 0;
        count = Source.Read(block);
        return count > 0;
    }
}

/// <summary>Text of an ARFF file with double quotes around cells, where the file has single ones.</summary>
/// <param name="text">The text in UTF-8, which is disposed with this stream.</param>
internal sealed class TextInDoubleQuotes(Stream text) : SourceStream(text)
{
    private readonly byte[] block = new byte[1 << 16];
    private readonly List<byte> cells = [];
    private int next;
    private byte quote; // the one that the cell began with; 0 outside of quotes
    private bool isCellStart = true;
    private bool isEscaped;

    public override int Read(Span<byte> buffer)
    {
        while (next == cells.Count && buffer.Length > 0)
        {
            (next, var count) = (0, Source.Read(block));
            cells.Clear();
            if (count == 0)
            {
                break;
            }

            foreach (var value in block.AsSpan(0, count))
            {
                Add(value);
            }
        }

        var length = Math.Min(buffer.Length, cells.Count - next);
        CollectionsMarshal.AsSpan(cells).Slice(next, length).CopyTo(buffer);
        next += length;
        return length;
    }

    private void Add(byte value)
    {
        if (quote == '\'' && !isEscaped && value == '\\')
        {
            isEscaped = true;
        }
        else if (quote == '\'' && (isEscaped || value != '\''))
        {
            cells.AddRange(value == '"' ? "\"\""u8 : [value]);
            isEscaped = false;
        }
        else if (quote != 0 || (isCellStart && value is (byte)'\'' or (byte)'"'))
        {
            cells.Add(quote == 0 || value == quote ? (byte)'"' : value);
            quote =
                quote == 0 ? value
                : value == quote ? (byte)0
                : quote;
            isCellStart = false;
        }
        else
        {
            cells.Add(value);
            isCellStart =
                value is (byte)',' or (byte)'\r' or (byte)'\n' || (isCellStart && value is (byte)' ' or (byte)'\t');
        }
    }
}

/// <summary>Text without a last line such as <c>(300 rows affected)</c>.</summary>
/// <param name="text">The text in UTF-8, which is disposed with this stream.</param>
internal sealed class TextWithoutRowCount(Stream text) : SourceStream(text)
{
    private const int LongestRowCount = 64;

    private readonly byte[] block = new byte[1 << 16];
    private int count;
    private int next;
    private bool isEnd;

    public override int Read(Span<byte> buffer)
    {
        if (count - next <= LongestRowCount && !isEnd)
        {
            ReadBlock();
        }

        var length = Math.Min(buffer.Length, count - next - (isEnd ? 0 : LongestRowCount));
        block.AsSpan(next, length).CopyTo(buffer);
        next += length;
        return length;
    }

    private void ReadBlock()
    {
        block.AsSpan(next, count - next).CopyTo(block);
        (next, count) = (0, count - next);
        var length = Source.ReadAtLeast(block.AsSpan(count), block.Length - count, throwOnEndOfStream: false);
        isEnd = count + length < block.Length;
        count += length;
        if (isEnd)
        {
            var last = block.AsSpan(0, count).TrimEnd(" \t\r\n"u8);
            var start = last.LastIndexOf((byte)'\n') + 1;
            count =
                last.Length - start < LongestRowCount
                && last[start..] is [(byte)'(', >= (byte)'0' and <= (byte)'9', .., (byte)')']
                    ? start
                    : count;
        }
    }
}
