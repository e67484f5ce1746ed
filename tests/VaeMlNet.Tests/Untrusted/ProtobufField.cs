namespace VaeMlNet.Tests;

/// <summary>One field of a Protocol Buffers message, decoded so that it can be encoded incorrectly.</summary>
internal sealed class ProtobufField
{
    private const ulong LengthDelimited = 2;

    public required ulong Tag { get; set; }

    /// <summary>
    /// Gets or sets the number of a varint field. For a length-delimited field, it is the length that the field claims
    /// if that is not the content's length.
    /// </summary>
    public ulong? Number { get; set; }

    /// <summary>Gets or sets the bytes of a field that is not a varint field.</summary>
    public byte[] Content { get; set; } = [];

    /// <summary>Gets or sets the fields of the content, or null if the content cannot be parsed as a message.</summary>
    public List<ProtobufField>? Children { get; set; }

    public bool IsLengthDelimited => (Tag & 7) == LengthDelimited;

    /// <summary>Gets this field and all fields within it.</summary>
    public IEnumerable<ProtobufField> All => [this, .. (Children ?? []).SelectMany(c => c.All)];

    /// <summary>Parses a message. Returns null if the bytes are not a message.</summary>
    public static List<ProtobufField>? Parse(ReadOnlySpan<byte> message)
    {
        var fields = new List<ProtobufField>();
        while (!message.IsEmpty)
        {
            if (!TryReadVarint(ref message, out var tag) || tag >> 3 is 0 or > 100)
            {
                return null;
            }

            var field = new ProtobufField { Tag = tag };
            if (!field.TryReadValue(ref message))
            {
                return null;
            }

            fields.Add(field);
        }

        return fields;
    }

    public static byte[] Write(IEnumerable<ProtobufField> fields)
    {
        var bytes = new ProtobufBytes();
        foreach (var field in fields)
        {
            bytes.Raw(field.Tag);
            var content = field.Children is null ? field.Content : Write(field.Children);
            if (field.IsLengthDelimited)
            {
                bytes.Raw(field.Number ?? (ulong)content.Length);
            }
            else if (field.Number is { } number)
            {
                bytes.Raw(number);
            }

            bytes.Verbatim(content);
        }

        return bytes.ToArray();
    }

    public ProtobufField Clone() =>
        new()
        {
            Tag = Tag,
            Number = Number,
            Content = Content,
            Children = Children?.ConvertAll(c => c.Clone()),
        };

    private bool TryReadValue(ref ReadOnlySpan<byte> rest)
    {
        ulong length = 0;
        switch (Tag & 7)
        {
            case 0:
                var whole = TryReadVarint(ref rest, out var number);
                Number = number;
                return whole;
            case 1:
                length = 8;
                break;
            case 5:
                length = 4;
                break;
            case LengthDelimited when TryReadVarint(ref rest, out length):
                break;
            default:
                return false;
        }

        if (length > (ulong)rest.Length)
        {
            return false;
        }

        Content = rest[..(int)length].ToArray();
        rest = rest[(int)length..];
        Children = IsLengthDelimited && length > 0 ? Parse(Content) : null;
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(10, rest.Length); i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
