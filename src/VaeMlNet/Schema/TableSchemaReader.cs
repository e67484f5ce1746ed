using System.Globalization;
using System.Text.Json;

namespace VaeMlNet;

/// <summary>Reads schemas from JSON. Errors name the line and the column.</summary>
internal ref struct TableSchemaReader
{
    public const string Version = "version";
    public const string Columns = "columns";
    public const string Kind = "kind";
    public const string Values = "values";
    public const string Other = "other";
    public const string Missing = "missing";
    public const string MissingMark = "missing_mark";
    public const string TextsMissing = "texts_missing";
    public const string Decimal = "decimal";
    public const string Group = "group";
    public const string Prefix = "prefix";
    public const string Suffix = "suffix";
    public const string Magnitudes = "magnitudes";
    public const string Decimals = "decimals";
    public const string Pad = "pad";
    public const string Format = "format";
    public const string Origin = "origin";
    public const string Parts = "parts";
    public const string Step = "step";
    public const string Since = "since";
    public const string Pattern = "pattern";
    public const string NextNumber = "next";
    public const string OriginFormat = "yyyy-MM-dd";

    private const string Expected =
        "{ \"version\": 1, \"columns\": { \"NAME\": { \"kind\": \"number\" } } }, as 'vaemlnet info FILE.csv --write-schema=FILE.json' writes it";

    private static readonly (VaeDateParts Part, string Name)[] PartNames =
    [
        (VaeDateParts.Days, "days"),
        (VaeDateParts.Season, "season"),
        (VaeDateParts.Weekday, "weekday"),
        (VaeDateParts.Hour, "hour"),
    ];

    private readonly ReadOnlySpan<byte> json;
    private readonly string source;
    private Utf8JsonReader reader;
    private string? column;

    private TableSchemaReader(ReadOnlySpan<byte> json, string source)
    {
        this.json = json;
        this.source = source;
        reader = new Utf8JsonReader(
            json,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
    }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">The JSON is not a schema.</exception>
    public static VaeTableSchema Read(ReadOnlySpan<byte> json, string source)
    {
        TableSchemaReader schema = new(json.StartsWith("\ufeff"u8) ? json[3..] : json, source);
        try
        {
            return schema.ReadSchema();
        }
        // InvalidOperationException: a text that is not UTF-8, or half of a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw schema.Fault($"{e.Message.TrimEnd('.')}. Expected {Expected}", e);
        }
    }

    /// <summary>Returns the names of the parts of dates in JSON.</summary>
    public static string[] NamesOf(VaeDateParts parts) =>
        [.. PartNames.Where(part => parts.HasFlag(part.Part)).Select(part => part.Name)];

    private VaeTableSchema ReadSchema()
    {
        Next(JsonTokenType.StartObject, "an object");
        List<VaeColumnSchema>? columns = null;
        while (ReadName() is { } name)
        {
            switch (name)
            {
                case Version:
                    CheckVersion();
                    break;
                case Columns when columns is null:
                    columns = ReadColumns();
                    break;
                default:
                    throw Fault(
                        $"the member '{name}' is {(name == Columns ? "there twice" : "unknown")}; expected {Expected}"
                    );
            }
        }

        // Refuses what comes after the object.
        reader.Read();
        return new VaeTableSchema
        {
            Columns = columns ?? throw Fault($"it has no object 'columns'; expected {Expected}"),
        };
    }

    private void CheckVersion()
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var version))
        {
            throw Fault("the version is not a number");
        }

        if (version != VaeTableSchema.CurrentVersion)
        {
            throw Fault(
                $"the schema is of version {version}, but this program reads version {VaeTableSchema.CurrentVersion}. Write a new one with 'vaemlnet info FILE.csv --write-schema=FILE.json'"
            );
        }
    }

    private List<VaeColumnSchema> ReadColumns()
    {
        Next(JsonTokenType.StartObject, "an object with the columns");
        List<VaeColumnSchema> columns = [];
        HashSet<string> names = [];
        while (ReadName() is { } name)
        {
            column = name;
            if (!names.Add(name))
            {
                throw Fault("the column is there twice");
            }

            columns.Add(ReadColumn(name));
            column = null;
        }

        return columns;
    }

    private VaeColumnSchema ReadColumn(string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return new VaeColumnSchema { Name = name, Kind = ReadKind() };
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Fault("it is neither a kind nor an object with a 'kind'");
        }

        VaeColumnSchema read = new() { Name = name, Kind = VaeColumnKind.Ignored };
        var hasKind = false;
        HashSet<string> members = [];
        while (ReadName() is { } member)
        {
            if (!members.Add(member))
            {
                throw Fault($"the member '{member}' is there twice");
            }

            reader.Read();
            hasKind |= member == Kind;
            read = ReadMember(read, member);
        }

        return hasKind ? Check(read, members) : throw Fault("it has no 'kind'");
    }

    private VaeColumnSchema ReadMember(VaeColumnSchema read, string member) =>
        member switch
        {
            Kind => read with { Kind = ReadKind() },
            Values => read with { Values = ReadTexts(member) },
            Other => read with { OtherValue = ReadText(member) },
            Missing => read with { MissingTexts = ReadTexts(member) },
            MissingMark => read with { MissingMark = ReadText(member) },
            TextsMissing => read with { TreatsTextsAsMissing = ReadBoolean(member) },
            Decimal => read with { DecimalMark = ReadMark(member, ".,") },
            Group => read with { GroupMark = ReadMark(member, NumberMarks.Groups) },
            Prefix => read with { Prefix = ReadText(member) },
            Suffix => read with { Suffix = ReadText(member) },
            Magnitudes => read with { Magnitudes = ReadMagnitudes() },
            Decimals => read with { Decimals = ReadDecimals() },
            Pad => read with { PadsDecimals = ReadBoolean(member) },
            Format => read with { DateFormat = ReadFormat() },
            Origin => read with { Origin = ReadOrigin() },
            Parts => read with { DateParts = ReadParts() },
            Step => read with { DateStep = ReadStep() },
            Since => read with { Since = ReadText(member) },
            Pattern => read with { Pattern = ReadPattern() },
            NextNumber => read with { NextNumber = ReadNextNumber() },
            "likelihood" => throw Fault(
                "the likelihood is not part of the schema: choose that of all numbers with --likelihood, or that of single columns with --column-likelihood"
            ),
            _ => throw Fault(
                $"it has an unknown member '{member}'; expected one of kind, values, other, missing, missing_mark, texts_missing, decimal, group, prefix, suffix, magnitudes, decimals, pad, format, origin, parts, step, since, pattern and next"
            ),
        };

    private readonly VaeColumnSchema Check(VaeColumnSchema read, HashSet<string> members)
    {
        string[] forNumbers = [MissingMark, TextsMissing, Decimal, Group, Prefix, Suffix, Magnitudes, Decimals, Pad];
        string[] forDates = [Format, Origin, Parts, Step, Since];
        Check(members.Intersect(forNumbers), read.IsNumeric, "number or integer");
        Check(members.Intersect(forDates), read.Kind == VaeColumnKind.Date, "date");
        Check(members.Intersect([Pattern, NextNumber]), read.Kind == VaeColumnKind.Identifier, "identifier");
        Check(
            members.Intersect([Values]),
            read.IsCategorical || read.Kind == VaeColumnKind.Constant,
            "category, ordered, boolean or constant"
        );
        Check(
            members.Intersect([Other]),
            read.Kind is VaeColumnKind.Category or VaeColumnKind.OrderedCategory,
            "category or ordered"
        );
        if (read.OtherValue is { } other && !read.Values.Contains(other))
        {
            throw Fault($"'other' is '{other}', which is not among the 'values'");
        }

        if (members.Contains(Values) && read.Kind == VaeColumnKind.Boolean && read.Values.Count != 2)
        {
            throw Fault("the 'values' of a Boolean are two texts: that of false and that of true");
        }

        if (read.MissingMark.Length > 0 && !read.MissingTexts.Contains(read.MissingMark))
        {
            throw Fault($"'{MissingMark}' is '{read.MissingMark}', which is not among the texts of '{Missing}'");
        }

        return read.DecimalMark is { } mark && mark == read.GroupMark
            ? throw Fault("'decimal' and 'group' are the same")
            : read;
    }

    private readonly void Check(IEnumerable<string> members, bool isAllowed, string kinds)
    {
        if (!isAllowed && members.FirstOrDefault() is { } member)
        {
            throw Fault($"'{member}' is only for columns of the kind {kinds}");
        }
    }

    private readonly VaeColumnKind ReadKind() =>
        VaeColumnSchema.KindOf(reader.TokenType == JsonTokenType.String ? reader.GetString() : null)
        ?? throw Fault(
            $"its kind is {Raw()}, expected {string.Join(", ", VaeColumnSchema.AllNames.SkipLast(1))} or {VaeColumnSchema.AllNames.Last()}"
        );

    private List<string> ReadTexts(string member)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Fault($"'{member}' is not a list of texts");
        }

        List<string> texts = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var text =
                reader.TokenType == JsonTokenType.String
                    ? reader.GetString()!
                    : throw Fault($"'{member}' has {Raw()}, expected only texts");
            texts.Add(known.Add(text) ? text : throw Fault($"'{member}' has '{text}' twice"));
        }

        return texts.Count > 0 ? texts : throw Fault($"'{member}' is empty, expected at least one text");
    }

    private readonly string ReadText(string member) =>
        reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw Fault($"'{member}' is {Raw()}, expected a text");

    private readonly char ReadMark(string member, string allowed) =>
        ReadText(member) is [var mark] && allowed.Contains(mark)
            ? mark
            : throw Fault(
                $"'{member}' is {Raw()}, expected one of {string.Join(' ', allowed.Select(c => $"\"{c}\""))}"
            );

    private List<string> ReadMagnitudes() =>
        ReadTexts(Magnitudes) is var texts && NumberMagnitudes.AreKnown(texts)
            ? texts
            : throw Fault(
                $"'{Magnitudes}' has {string.Join(", ", texts.Select(text => $"'{text}'"))}, expected texts of one kind: {NumberMagnitudes.Known}"
            );

    private readonly int ReadDecimals() =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var decimals) && decimals is >= 0 and <= 15
            ? decimals
            : throw Fault($"'{Decimals}' is {Raw()}, expected a whole number from 0 to 15");

    private readonly bool ReadBoolean(string member) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.GetBoolean()
            : throw Fault($"'{member}' is {Raw()}, expected true or false");

    private readonly string ReadFormat()
    {
        var format = ReadText(Format);
        DateTime date = new(2001, 12, 31, 23, 59, 58, DateTimeKind.Unspecified);
        try
        {
            if (DateTexts.TryRead(DateTexts.Format(date, format), format, out _))
            {
                return format;
            }
        }
        catch (FormatException)
        {
            // Reported below, like formats that cannot read what they write.
        }

        throw Fault(
            $"'{Format}' is '{format}', expected a date format such as dd.MM.yyyy or yyyy-MM-dd HH:mm, {VaeColumnSchema.EpochSeconds} or {VaeColumnSchema.EpochMilliseconds}"
        );
    }

    private readonly DateTime ReadOrigin() =>
        DateTime.TryParseExact(
            ReadText(Origin),
            OriginFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var origin
        )
            ? origin
            : throw Fault($"'{Origin}' is {Raw()}, expected a date such as \"2024-01-31\"");

    private readonly string ReadStep() =>
        ReadText(Step) is var step && CalendarStep.Parse(step) is not null
            ? step
            : throw Fault($"'{Step}' is {Raw()}, expected a duration such as \"P1M\", \"P7D\" or \"PT15M\"");

    private readonly string ReadPattern() =>
        ReadText(Pattern) is var pattern && IdentifierPattern.Parse(pattern) is not null
            ? pattern
            : throw Fault(
                $"'{Pattern}' is {Raw()}, expected up to {IdentifierPattern.LongestText} characters and classes, such as \"ORD-[0-9][0-9][0-9]\""
            );

    private readonly long ReadNextNumber() =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var next) && next >= 0
            ? next
            : throw Fault($"'{NextNumber}' is {Raw()}, expected a whole number of at least 0");

    private VaeDateParts ReadParts()
    {
        var parts = VaeDateParts.None;
        foreach (var name in ReadTexts(Parts))
        {
            var part = Array.Find(PartNames, known => known.Name == name).Part;
            parts |=
                part != VaeDateParts.None
                    ? part
                    : throw Fault(
                        $"'{Parts}' has '{name}', expected {string.Join(", ", PartNames.Select(known => known.Name))}"
                    );
        }

        return parts;
    }

    private string? ReadName()
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
    }

    private void Next(JsonTokenType type, string expected)
    {
        reader.Read();
        if (reader.TokenType != type)
        {
            throw Fault($"expected {expected}, found {Raw()}");
        }
    }

    private readonly string Raw() =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => $"\"{reader.GetString()}\"",
            _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        };

    private readonly FormatException Fault(string fault, Exception? inner = null)
    {
        var line = 1 + json[..(int)Math.Min(reader.BytesConsumed, json.Length)].Count((byte)'\n');
        var place = column is null ? "" : $", column '{column}'";
        return new FormatException($"Schema '{source}', line {line}{place}: {fault}.", inner);
    }
}
