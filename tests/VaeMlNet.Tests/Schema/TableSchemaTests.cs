namespace VaeMlNet.Tests;

/// <summary>Schemas as JSON.</summary>
public sealed class TableSchemaTests
{
    [Test]
    public void Parse_AllMembers_AreReadAndWrittenAgain()
    {
        const string json = """
            {
              "version": 1,
              "columns": {
                "when": {
                  "kind": "date",
                  "format": "dd.MM.yyyy HH:mm",
                  "origin": "2024-01-31",
                  "parts": [
                    "days",
                    "season",
                    "weekday",
                    "hour"
                  ],
                  "step": "PT15M"
                },
                "paid": {
                  "kind": "date",
                  "since": "when"
                },
                "price": {
                  "kind": "number",
                  "decimal": ",",
                  "group": ".",
                  "prefix": "€",
                  "suffix": " net",
                  "decimals": 2,
                  "pad": true,
                  "missing": [
                    "999"
                  ],
                  "missing_mark": "999",
                  "texts_missing": true
                },
                "views": {
                  "kind": "integer",
                  "magnitudes": [
                    "k",
                    "M"
                  ]
                },
                "size": {
                  "kind": "ordered",
                  "values": [
                    "S",
                    "M"
                  ]
                },
                "city": {
                  "kind": "category",
                  "values": [
                    "Ulm",
                    "other"
                  ],
                  "other": "other"
                },
                "id": {
                  "kind": "identifier"
                }
              }
            }

            """;

        var schema = VaeTableSchema.Parse(json, "s.json");

        Assert.That(schema.ToJson(), Is.EqualTo(json.ReplaceLineEndings("\n")));
        Assert.That(schema.Find("price")!.FormatNumber(-1234.5), Is.EqualTo("-€1.234,50 net"));
        Assert.That(schema.Find("nope"), Is.Null);
    }

    [TestCase(17.2f, "17.2")]
    [TestCase(-0.1f, "-0.1")]
    [TestCase(10.57626f, "10.57626")]
    [TestCase(1234567f, "1234567")]
    [TestCase(123456789f, "123456792")]
    public void FormatNumber_OfFloat32_HasItsDigitsOnly(float value, string expected)
    {
        VaeColumnSchema schema = new()
        {
            Name = "price",
            Kind = VaeColumnKind.Number,
            Decimals = 6,
        };

        Assert.That(schema.FormatNumber(value), Is.EqualTo(expected));
    }

    [TestCase(',', 1, "1.200,0", 1200)]
    [TestCase(',', 1, "7.570", 7570)]
    [TestCase(',', 1, "1\u00a0200,5", 1200.5)]
    [TestCase(',', 1, "1’200,5", 1200.5)]
    [TestCase(',', 1, "12.5", double.NaN)]
    [TestCase(null, 0, "7.570", 7.57)]
    [TestCase(null, 0, "1,234", double.NaN)]
    [TestCase(null, 0, "1,234.5", 1234.5)]
    [TestCase(null, 0, "1,234,567", 1234567)]
    [TestCase(null, 2, "1,234", 1234)]
    [TestCase(null, 2, "1'234.50", 1234.5)]
    [TestCase(null, 2, "12,34", double.NaN)]
    public void TryReadNumber_GroupsThatTheTrainingDataLacked_AreReadWhereTheyAreClear(
        char? mark,
        int decimals,
        string cell,
        double expected
    )
    {
        VaeColumnSchema schema = new()
        {
            Name = "a",
            Kind = VaeColumnKind.Number,
            DecimalMark = mark,
            Decimals = decimals,
        };

        Assert.That(schema.TryReadNumber(cell, out var value) ? value : double.NaN, Is.EqualTo(expected));
        Assert.That(schema.TryReadNumber("-" + cell, out value) ? -value : double.NaN, Is.EqualTo(expected));
    }

    [TestCase(',', null, "7.570", 7570)]
    [TestCase(',', '.', "7.570", 7570)]
    [TestCase(',', ' ', "7.570", 7.57)]
    [TestCase(',', '.', "12,0", 12)]
    [TestCase(',', '.', "0.125", 0.125)]
    [TestCase(',', '.', "12.5", 12.5)]
    [TestCase(null, ',', "7,570", 7570)]
    [TestCase(null, ',', "7.570", 7.57)]
    [TestCase(null, null, "7.570", 7.57)]
    public void TryReadNumber_ColumnWithoutMarks_HasThoseOfOtherColumns(
        char? mark,
        char? group,
        string cell,
        double expected
    )
    {
        VaeTableSchema table = new()
        {
            Columns =
            [
                new()
                {
                    Name = "pieces",
                    Kind = VaeColumnKind.WholeNumber,
                    Decimals = 0,
                },
                new()
                {
                    Name = "price",
                    Kind = VaeColumnKind.Number,
                    DecimalMark = mark,
                    GroupMark = group,
                    Decimals = 2,
                },
            ],
        };

        var schema = VaeTableSchema.Parse(table.ToJson(), "schema.json").Columns[0];

        Assert.That(schema.TryReadNumber(cell, out var value) ? value : double.NaN, Is.EqualTo(expected));
        Assert.That(schema.FormatNumber(7570), Is.EqualTo("7570"));
        Assert.That(schema.HasPlainNumbers, Is.EqualTo(mark is null && group is null));
    }

    [Test]
    public void Parse_ShortFormCommentsAndCommas_AreAccepted()
    {
        var schema = VaeTableSchema.Parse("{ \"columns\": { \"a\": \"number\", // a comment\n } }", "s.json");

        Assert.That(schema.Columns.Single().Kind, Is.EqualTo(VaeColumnKind.Number));
    }

    [TestCase("""{ "columns": { "a": "numeric" } }""", "line 1, column 'a'", "\"numeric\", expected number, integer")]
    [TestCase("{\n\"columns\": {\n\"a\": { \"kind\": 1 } } }", "line 3, column 'a'", "its kind is 1")]
    [TestCase("""{ "columns": { "a": { "values": ["x"] } } }""", "column 'a'", "no 'kind'")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "range": 1 } } }""", "'a'", "unknown member 'range'")]
    [TestCase(
        """{ "columns": { "a": { "kind": "category", "values": ["b"], "other": "c" } } }""",
        "'a'",
        "'other' is 'c'"
    )]
    [TestCase("""{ "columns": { "a": { "kind": "number", "other": "c" } } }""", "'a'", "'other' is only for")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "likelihood": "student_t" } } }""", "'a'", "--likelihood")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "values": ["x"] } } }""", "'a'", "only for columns")]
    [TestCase("""{ "columns": { "a": { "kind": "text", "format": "yyyy" } } }""", "'a'", "of the kind date")]
    [TestCase("""{ "columns": { "a": { "kind": "category", "decimals": 1 } } }""", "'a'", "number or integer")]
    [TestCase("""{ "columns": { "a": { "kind": "category", "values": [] } } }""", "'a'", "at least one")]
    [TestCase("""{ "columns": { "a": { "kind": "category", "values": [1] } } }""", "'a'", "only texts")]
    [TestCase("""{ "columns": { "a": { "kind": "category", "values": ["x", "x"] } } }""", "'x'", "twice")]
    [TestCase("""{ "columns": { "a": { "kind": "boolean", "values": ["x"] } } }""", "'a'", "two texts")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "decimal": ";" } } }""", "'a'", "'decimal' is \";\"")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "decimal": ",", "group": "," } } }""", "'a'", "the same")]
    [TestCase(
        """{ "columns": { "a": { "kind": "number", "missing": ["9"], "missing_mark": "8" } } }""",
        "'a'",
        "not among"
    )]
    [TestCase("""{ "columns": { "a": { "kind": "category", "texts_missing": true } } }""", "'a'", "number or integer")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "magnitudes": ["x"] } } }""", "'a'", "'magnitudes' has 'x'")]
    [TestCase("""{ "columns": { "a": { "kind": "date", "magnitudes": ["k"] } } }""", "'a'", "number or integer")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "decimals": 99 } } }""", "'a'", "from 0 to 15")]
    [TestCase("""{ "columns": { "a": { "kind": "date", "format": "" } } }""", "'a'", "expected a date format")]
    [TestCase("""{ "columns": { "a": { "kind": "date", "origin": "1.1.24" } } }""", "'a'", "2024-01-31")]
    [TestCase("""{ "columns": { "a": { "kind": "date", "step": "month" } } }""", "'a'", "P1M")]
    [TestCase(
        """{ "columns": { "a": { "kind": "number", "since": "b" } } }""",
        "'a'",
        "'since' is only for columns of the kind date"
    )]
    [TestCase("""{ "columns": { "a": { "kind": "date", "parts": ["year"] } } }""", "'a'", "'year'")]
    [TestCase("""{ "columns": { "a": 1 } }""", "column 'a'", "neither a kind nor an object")]
    [TestCase("""{ "columns": { "a": "number", "a": "boolean" } }""", "column 'a'", "twice")]
    [TestCase("""{ "column": {} }""", "'s.json', line 1", "'column' is unknown")]
    [TestCase("""{ "version": 2, "columns": {} }""", "'s.json', line 1", "version 2")]
    [TestCase("{}", "'s.json', line 1", "no object 'columns'")]
    [TestCase("[]", "'s.json', line 1", "an object")]
    [TestCase("{\n\n", "'s.json', line 3", "Expected")]
    [TestCase("{ \"columns\": {} } x", "'s.json'", "Expected")]
    public void Parse_WrongJson_NamesLineAndColumn(string json, string place, string fact) =>
        Assert.That(
            () => VaeTableSchema.Parse(json, "s.json"),
            Throws.TypeOf<FormatException>().With.Message.Contains(place).And.Message.Contains(fact)
        );

    [TestCase("999", true)]
    [TestCase("999.0", true)]
    [TestCase("99", false)]
    [TestCase("n/a", true)]
    [TestCase("unknown", true)]
    public void IsMissing_NumbersAndMarks_AreRecognized(string cell, bool isMissing)
    {
        VaeColumnSchema schema = new()
        {
            Name = "a",
            Kind = VaeColumnKind.Number,
            MissingTexts = ["999"],
        };

        Assert.That(schema.IsMissing(cell), Is.EqualTo(isMissing));
    }

    [Test]
    public void IsMissing_TextOfACategory_IsAValue()
    {
        VaeColumnSchema schema = new()
        {
            Name = "a",
            Kind = VaeColumnKind.Category,
            Values = ["NA", "NO"],
        };

        Assert.That((schema.IsMissing("NA"), schema.IsMissing("na")), Is.EqualTo((false, true)));
    }
}
