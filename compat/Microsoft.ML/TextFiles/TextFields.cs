using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// Splits a line into fields. Empty fields are left out, unless missing numbers must be distinguished from zeros.
/// </summary>
internal sealed class TextFields(TextFormat format, int lastNeeded)
{
    // ML.NET reads no more digits of a sparse item's index.
    private const int MaximumIndexDigits = 9;

    private readonly bool _spaceSeparates = format.IsSeparator(' ');
    private readonly List<int> _indices = [];
    private readonly List<ReadOnlyMemory<char>> _texts = [];
    private readonly StringBuilder _unquoted = new();
    private ReadOnlyMemory<char> _line;
    private int _at;

    public int Count => _indices.Count;

    /// <summary>Gets the number of fields of the line, including the empty and omitted ones, which are not stored.</summary>
    public int LineSize { get; private set; }

    public int Index(int position) => _indices[position];

    public ReadOnlyMemory<char> Text(int position) => _texts[position];

    /// <summary>Returns the position of the first field at or after an index.</summary>
    public int PositionOf(int index)
    {
        var position = CollectionsMarshal.AsSpan(_indices).BinarySearch(index);
        return position >= 0 ? position : ~position;
    }

    public void Read(string line) => Read(line, format.TrimWhitespace);

    public void Read(string line, bool trims)
    {
        _indices.Clear();
        _texts.Clear();
        _line = line.AsMemory();
        if (trims)
        {
            _line = _line.TrimEnd();
        }

        _at = 0;
        LineSize = format.AllowSparse ? ReadSparse() : ReadDense();
    }

    private int ReadDense()
    {
        var index = 0;
        var hasMore = true;
        while (hasMore && index <= lastNeeded)
        {
            hasMore = NextField(out _, out var text);
            if (!text.IsEmpty || format.MissingRealsAsNaNs)
            {
                Add(index, text);
            }

            index++;
        }

        return index;
    }

    // Fields as above, and then items index:value. Without a known size, the field before them says how many there are.
    private int ReadSparse()
    {
        var lineSize = format.InputSize;
        var needed = lastNeeded;
        var denseCount = -1; // until the first sparse item
        var index = 0;
        var previous = -1;
        var hasMore = true;
        while (hasMore)
        {
            hasMore = NextField(out var item, out var text);
            if (item < 0)
            {
                if (denseCount >= 0)
                {
                    break; // wrong: a field after sparse items
                }

                if (!text.IsEmpty)
                {
                    Add(index, text);
                }

                if (index++ > needed)
                {
                    break;
                }

                continue;
            }

            if (denseCount < 0)
            {
                if (lineSize > 0)
                {
                    denseCount = Count;
                }
                else if (TakeSparseSize(index) is { } size)
                {
                    denseCount = index - 1;
                    lineSize = denseCount + Math.Min(size, TextSegment.LineEnd - denseCount - 1);
                    needed = Math.Min(needed, lineSize - 1);
                }
                else
                {
                    break;
                }
            }

            var isBeyond =
                item > needed - denseCount && (item >= lineSize - denseCount || item > needed - denseCount + 1);
            if (isBeyond || item <= previous)
            {
                break;
            }

            previous = item;
            if (!text.IsEmpty)
            {
                Add(denseCount + item, text);
            }
        }

        return denseCount < 0 ? Math.Max(index, lineSize) : lineSize;
    }

    /// <summary>Removes the field before the first sparse item and returns its value: the number of sparse items; null if it is none.</summary>
    private int? TakeSparseSize(int index)
    {
        var isPrevious = Count > 0 && _indices[^1] == index - 1;
        if (!isPrevious || !TextParsers.TryParseInteger(_texts[^1], out int size) || size <= 0)
        {
            return null;
        }

        _indices.RemoveAt(Count - 1);
        _texts.RemoveAt(_texts.Count - 1);
        return size;
    }

    private void Add(int index, ReadOnlyMemory<char> text)
    {
        _indices.Add(index);
        _texts.Add(text);
    }

    /// <summary>Reads a field and its index if it is a sparse item, else -1; returns whether a separator follows.</summary>
    private bool NextField(out int item, out ReadOnlyMemory<char> text)
    {
        item = -1;
        text = default;
        SkipSpaces();
        if (format.AllowSparse && TryReadIndex(out item))
        {
            SkipSpaces();
        }

        if (_at >= _line.Length)
        {
            return false;
        }

        text = format.AllowQuoting && _line.Span[_at] == '"' ? QuotedField() : PlainField();
        return _at++ < _line.Length;
    }

    private bool TryReadIndex(out int index)
    {
        index = -1;
        var rest = _line.Span[_at..];
        var digits = 0;
        while (digits < Math.Min(rest.Length, MaximumIndexDigits) && char.IsAsciiDigit(rest[digits]))
        {
            digits++;
        }

        if (digits == 0 || digits == rest.Length || rest[digits] != ':')
        {
            return false;
        }

        index = int.Parse(rest[..digits], CultureInfo.InvariantCulture);
        _at += digits + 1;
        return true;
    }

    private ReadOnlyMemory<char> PlainField()
    {
        var start = _at;
        var length = _line.Span[start..].IndexOfAny(format.Separators);
        _at = length < 0 ? _line.Length : start + length;
        return _line[start.._at];
    }

    /// <summary>Reads a field in quotes without them; empty if the quoting is wrong.</summary>
    private ReadOnlyMemory<char> QuotedField()
    {
        var line = _line.Span;
        _unquoted.Clear();
        var isClosed = false;
        for (_at++; _at < line.Length && !isClosed; _at++)
        {
            var nextIsQuote = _at + 1 < line.Length && line[_at + 1] == '"';
            if (line[_at] == format.EscapeChar && nextIsQuote)
            {
                _unquoted.Append(line[++_at]);
            }
            else if (line[_at] == '"')
            {
                isClosed = true;
            }
            else
            {
                _unquoted.Append(line[_at]);
                // What an escape character stands before is text, also another escape character.
                if (line[_at] == format.EscapeChar && _at + 1 < line.Length)
                {
                    _unquoted.Append(line[++_at]);
                }
            }
        }

        var start = _at;
        while (_at < line.Length && !format.IsSeparator(line[_at]))
        {
            _at++;
        }

        var isWrong = !isClosed || line[start.._at].ContainsAnyExcept(' ');
        return isWrong ? default : _unquoted.ToString().AsMemory();
    }

    private void SkipSpaces()
    {
        while (!_spaceSeparates && _at < _line.Length && _line.Span[_at] == ' ')
        {
            _at++;
        }
    }
}
