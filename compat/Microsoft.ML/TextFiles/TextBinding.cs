using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Finds out which fields columns take, and how the slots of their vectors are named.</summary>
internal sealed class TextBinding
{
    // How many lines tell the number of fields; ML.NET reads no fewer than two for a header.
    private const int SampledLines = 100;
    private const int HeaderLines = 2;

    private readonly TextFormat _format;
    private readonly Func<string[]> _readSample;
    private readonly string[] _headerLines = [];

    public TextBinding(TextFormat format, IMultiStreamSource headerFile, IMultiStreamSource dataSample)
    {
        _format = format;
        var lines = new TextLines(format);
        if (headerFile is not null || format.HasHeader)
        {
            _headerLines = lines.First(headerFile ?? dataSample, HeaderLines);
        }

        _readSample = () => [.. headerFile is null ? [] : _headerLines, .. lines.First(dataSample, SampledLines)];
    }

    public TextColumn[] Bind(TextLoader.Column[] columns)
    {
        foreach (var column in columns)
        {
            Check.Param(
                column.Source is { Length: > 0 },
                nameof(column.Source),
                "Must specify some source column indices"
            );
        }

        var inputSize = _format.InputSize;
        if (inputSize == 0 && columns.SelectMany(column => column.Source).Any(EndsWithEveryLine))
        {
            inputSize = SampledSize();
        }

        var hasOthers = false;
        var segments = columns.Select(column => column.Source.Select(CheckedSegment).ToArray()).ToArray();
        TakeOthers(columns, segments);
        return columns.Select((column, i) => new TextColumn(NameOf(column), ItemTypeOf(column), segments[i])).ToArray();

        TextSegment CheckedSegment(TextLoader.Range range)
        {
            Check.Param(
                !(hasOthers && range.AllOther),
                nameof(range.AllOther),
                "At most one all other range can be specified"
            );
            hasOthers |= range.AllOther;
            return Segment(range, inputSize);
        }
    }

    public DataViewSchema SchemaOf(TextColumn[] columns)
    {
        var builder = new DataViewSchema.Builder();
        TextFields header = null;
        if (_headerLines.Length > 0)
        {
            header = new TextFields(_format, int.MaxValue);
            header.Read(_headerLines[0], trims: false);
        }

        foreach (var column in columns)
        {
            builder.AddColumn(column.Name, column.Type, header is null ? null : SlotNames(column, header));
        }

        return builder.ToSchema();
    }

    private static bool EndsWithEveryLine(TextLoader.Range range) => range.AutoEnd && range.Max is null;

    /// <summary>Returns the number of fields that all sampled lines have, the header included.</summary>
    private int SampledSize()
    {
        var fields = new TextFields(_format, int.MaxValue);
        var sizes = new List<int>();
        foreach (var line in _readSample())
        {
            if (_format.TrimWhitespace && string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            fields.Read(line);
            if (fields.LineSize > 0)
            {
                sizes.Add(fields.LineSize);
            }
        }

        Check.Param(
            sizes.Count > 0,
            nameof(TextLoader.Column.Source),
            "Can't determine the number of source columns without valid data"
        );
        Check.Param(
            sizes.Min() == sizes.Max(),
            nameof(TextLoader.Column.Source),
            "The size of input lines is not consistent"
        );
        return Math.Min(sizes[0], TextSegment.LineEnd - 1);
    }

    private static string NameOf(TextLoader.Column column)
    {
        Check.NonEmpty(column.Name?.Trim(), nameof(column.Name));
        return column.Name.Trim();
    }

    private static PrimitiveDataViewType ItemTypeOf(TextLoader.Column column)
    {
        if (column.KeyCount is null)
        {
            return PrimitiveTypes.FromKind(column.DataKind);
        }

        var rawType = PrimitiveTypes.FromKind(column.DataKind).RawType;
        Check.Param(KeyDataViewType.IsValidDataType(rawType), "Type", "Bad item type for Key");
        return new KeyDataViewType(rawType, column.KeyCount.Count ?? KeyDataViewType.MaximumCount(rawType));
    }

    private static TextSegment Segment(TextLoader.Range range, int inputSize)
    {
        const int Limit = TextSegment.LineEnd - 1;
        Check.Param(0 <= range.Min && range.Min < Limit, nameof(range.Min));
        if (range.Max is { } last)
        {
            Check.Param(range.Min <= last && last < Limit, nameof(range.Max));
            return new TextSegment(range.Min, last + 1, range.ForceVector);
        }

        if (range.AutoEnd)
        {
            Check.Param(
                range.Min < inputSize,
                nameof(range.Min),
                $"Column #{range.Min} not found in the dataset (it only has {inputSize} columns)"
            );
            return new TextSegment(range.Min, inputSize, ForceVector: true);
        }

        return range.VariableEnd
            ? new TextSegment(range.Min, TextSegment.LineEnd, ForceVector: true)
            : new TextSegment(range.Min, range.Min + 1, range.ForceVector);
    }

    /// <summary>Replaces the range of all other fields, if there is one, by the fields that no other range takes.</summary>
    private static void TakeOthers(TextLoader.Column[] columns, TextSegment[][] segments)
    {
        var others = columns
            .SelectMany((column, i) => column.Source.Select((range, j) => (Column: i, Range: j, range.AllOther)))
            .Where(place => place.AllOther)
            .ToArray();
        if (others.Length == 0)
        {
            return;
        }

        var (at, open, _) = others[0];
        var taken = segments.SelectMany((list, i) => i == at ? list.Where((_, j) => j != open) : list);
        var free = Gaps(segments[at][open], taken.OrderBy(segment => segment.Min)).ToArray();
        segments[at] = [.. segments[at][..open], .. free, .. segments[at][(open + 1)..]];
        Check.Param(
            segments[at].Length > 0,
            nameof(TextLoader.Range.AllOther),
            "No index is selected as all other indexes."
        );
    }

    private static IEnumerable<TextSegment> Gaps(TextSegment whole, IEnumerable<TextSegment> taken)
    {
        var at = whole.Min;
        foreach (var segment in taken)
        {
            // As in ML.NET, the gap before a later segment is taken whole, even beyond the range's end.
            if (at < segment.Min)
            {
                yield return new TextSegment(at, segment.Min, ForceVector: true);
            }

            at = Math.Max(at, segment.End);
            if (at >= whole.End)
            {
                yield break;
            }
        }

        yield return new TextSegment(at, whole.End, ForceVector: true);
    }

    private static DataViewSchema.Annotations SlotNames(TextColumn column, TextFields header)
    {
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector)
        {
            return null;
        }

        var names = new ReadOnlyMemory<char>[vector.Size];
        var hasNames = false;
        var slot = 0;
        foreach (var segment in column.Segments)
        {
            for (var i = header.PositionOf(segment.Min); i < header.Count && header.Index(i) < segment.End; i++)
            {
                var name = header.Text(i).Trim();
                names[slot + header.Index(i) - segment.Min] = name;
                hasNames |= !name.IsEmpty;
            }

            slot += segment.End - segment.Min;
        }

        if (!hasNames)
        {
            return null;
        }

        var value = new VBuffer<ReadOnlyMemory<char>>(names.Length, names);
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(
            AnnotationKinds.SlotNames,
            new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> dst) => value.CopyTo(ref dst)
        );
        return builder.ToAnnotations();
    }
}
