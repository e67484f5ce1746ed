using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class TextLoaderOptionsTests : TextFileTestBase
{
    [Test]
    public void Options_ByDefault_AreThoseOfTabSeparatedLinesWithoutHeader()
    {
        var options = new TextLoader.Options();

        Assert.That(options.Separators, Is.EqualTo(new[] { '\t' }));
        Assert.That(options.DecimalMarker, Is.EqualTo('.'));
        Assert.That(options.EscapeChar, Is.EqualTo('"'));
        Assert.That(options.UseThreads, Is.True);
        Assert.That(
            new[]
            {
                options.AllowQuoting,
                options.AllowSparse,
                options.HasHeader,
                options.MissingRealsAsNaNs,
                options.ReadMultilines,
                options.TrimWhitespace,
            },
            Is.All.False
        );
        Assert.That(options.Columns, Is.Null);
        Assert.That(options.HeaderFile, Is.Null);
        Assert.That(options.InputSize, Is.Null);
        Assert.That(options.MaxRows, Is.Null);
    }

    [TestCase("a;1;2")]
    [TestCase("a|1;2")]
    [TestCase("a 1|2")]
    public void Separators_Several_AllSeparate(string line)
    {
        var options = NameAndValues();
        options.Separators = [';', '|', ' '];

        var data = Ml.Data.LoadFromTextFile(Write(line), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "a" }));
        Assert.That(Values(data).Single(), Is.EqualTo(new[] { 1f, 2 }));
    }

    [Test]
    public void Separators_WithoutSpace_SkipSpacesBeforeFieldsButNotAfter()
    {
        var data = Ml.Data.LoadFromTextFile(Write("  a b ,  1,2"), NameAndValues());

        Assert.That(Names(data), Is.EqualTo(new[] { "a b " }));
    }

    [Test]
    public void Separators_WithSpace_MakeEachSpaceAField()
    {
        var options = NameAndValues();
        options.Separators = [' '];

        var data = Ml.Data.LoadFromTextFile(Write("a  2"), options);

        Assert.That(Values(data).Single(), Is.EqualTo(new[] { 0f, 2 }));
    }

    [TestCase('5')]
    [TestCase('"')]
    [TestCase('\n')]
    public void Separators_Illegal_AreRefused(char separator)
    {
        var options = NameAndValues();
        options.Separators = [separator];

        Assert.That(
            () => Ml.Data.CreateTextLoader(options),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Illegal separator")
        );
    }

    [Test]
    public void Header_OfLoadedFile_NamesSlots()
    {
        var options = NameAndValues();
        options.HasHeader = true;

        var data = Ml.Data.LoadFromTextFile(Write("Name, width ,height", "a,1,2"), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "a" }));
        Assert.That(SlotNames(data.Schema), Is.EqualTo(new[] { "width", "height" }));
    }

    [Test]
    public void HeaderFile_WithNames_NamesSlotsAndKeepsAllLinesOfTheData()
    {
        var options = NameAndValues();
        options.HasHeader = true;
        options.HeaderFile = WriteTo("header.txt", "Name,width,height");

        var data = Ml.Data.LoadFromTextFile(Write("a,1,2", "b,3,4"), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(SlotNames(data.Schema), Is.EqualTo(new[] { "width", "height" }));
    }

    [TestCase(false, "a", "\"b", 1f)]
    [TestCase(true, "a", "b,1", 2f)]
    public void AllowQuoting_QuotedSeparator_IsKeptOnlyWhenAllowed(bool allows, string first, string second, float last)
    {
        var options = new TextLoader.Options
        {
            Separators = [','],
            AllowQuoting = allows,
            Columns =
            [
                new("First", DataKind.String, 0),
                new("Second", DataKind.String, 1),
                new("Last", DataKind.Single, 2),
            ],
        };
        var line = allows ? "\"a\" ,\"b,1\",2" : "a,\"b,1";

        var data = Ml.Data.LoadFromTextFile(Write(line), options);

        Assert.That(data.GetColumn<string>("First"), Is.EqualTo(new[] { first }));
        Assert.That(data.GetColumn<string>("Second"), Is.EqualTo(new[] { second }));
        Assert.That(data.GetColumn<float>("Last"), Is.EqualTo(new[] { last }));
    }

    [TestCase("\"open,1,2", new[] { 0f, 0 })]
    [TestCase("\"a\" b,1,2", new[] { 1f, 2 })]
    public void AllowQuoting_WrongQuotes_LeaveTheFieldEmpty(string line, float[] values)
    {
        var options = NameAndValues();
        options.AllowQuoting = true;

        var data = Ml.Data.LoadFromTextFile(Write(line), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "" }));
        Assert.That(Values(data).Single(), Is.EqualTo(values));
    }

    [TestCase('"', "\"say \"\"hi\"\", twice\"", "say \"hi\", twice")]
    [TestCase('\\', "\"say \\\"hi\\\", twice\"", "say \"hi\", twice")]
    [TestCase('\\', "\"C:\\\\dir\\new\"", "C:\\\\dir\\new")]
    [TestCase('\\', "\"a\"\"b\"", "")]
    [TestCase('\\', "\"a\\", "")]
    public void EscapeChar_BeforeAQuoteInAQuotedField_KeepsTheQuote(char escape, string field, string expected)
    {
        var options = NameAndValues();
        options.AllowQuoting = true;
        options.EscapeChar = escape;

        var data = Ml.Data.LoadFromTextFile(Write(field + ",1,2"), options);

        Assert.That(Names(data), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void EscapeChar_ThatSeparates_IsRefused()
    {
        var options = NameAndValues();
        options.EscapeChar = ',';

        Assert.That(
            () => Ml.Data.CreateTextLoader(options),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("EscapeChar")
        );
    }

    [TestCase(true, 3)]
    [TestCase(false, 4)]
    public void TrimWhitespace_AtTheEndOfLines_IsDropped(bool trims, int size)
    {
        var options = AllValues();
        options.Separators = ['\t'];
        options.TrimWhitespace = trims;
        var line = "1\t2\t3\t";

        var data = Ml.Data.LoadFromTextFile(Write(line), options);

        Assert.That(Values(data).Single(), Has.Length.EqualTo(size));
    }

    [Test]
    public void ReadMultilines_QuotedLineBreak_StaysInTheField()
    {
        var options = NameAndValues();
        options.AllowQuoting = true;
        options.ReadMultilines = true;

        var data = Ml.Data.LoadFromTextFile(
            Write("\"a", "", "// b\",1,2", "c,3,4", "\"d \"\"e\"\"", "f\",5,6", "g\"h,7,8"),
            options
        );

        Assert.That(Names(data), Is.EqualTo(new[] { "a\n\n// b", "c", "d \"e\"\nf", "g\"h" }));
        Assert.That(Values(data), Is.EqualTo(new[] { new[] { 1f, 2 }, [3, 4], [5, 6], [7, 8] }));
    }

    [Test]
    public void ReadMultilines_WithoutQuoting_IsIgnored()
    {
        var options = NameAndValues();
        options.ReadMultilines = true;

        var data = Ml.Data.LoadFromTextFile(Write("\"a", "b\",1,2"), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "\"a", "b\"" }));
    }

    [Test]
    public void ReadMultilines_OpenQuoteAtTheEndOfTheFile_Throws()
    {
        var options = NameAndValues();
        options.AllowQuoting = true;
        options.ReadMultilines = true;
        var data = Ml.Data.LoadFromTextFile(Write("a,1,2", "\"b,3,4"), options);

        Assert.That(
            () => Names(data),
            Throws.TypeOf<FormatException>().With.Message.Contains("Stream reading encountered exception")
        );
    }

    [Test]
    public void ReadMultilines_WithEscapeChar_JoinsLinesWhoseFirstFieldIsOpen()
    {
        var options = NameAndValues();
        options.AllowQuoting = true;
        options.ReadMultilines = true;
        options.EscapeChar = '\\';

        var data = Ml.Data.LoadFromTextFile(Write("\"a \\\"", "b\",1,2", "c,3,4"), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "a \"\nb", "c" }));
    }

    [TestCase(0, 0)]
    [TestCase(2, 2)]
    [TestCase(9, 3)]
    public void MaxRows_SeveralFiles_CountsTheRowsOfAllFiles(long maximum, int expected)
    {
        var options = NameAndValues();
        options.HasHeader = true;
        options.MaxRows = maximum;
        var first = WriteTo("1.txt", "Name,x,y", "a,1,2", "b,3,4");
        var second = WriteTo("2.txt", "Name,x,y", "c,5,6");

        var data = Ml.Data.CreateTextLoader(options).Load(first, second);

        Assert.That(Names(data), Is.EqualTo(new[] { "a", "b", "c" }.Take(expected)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void UseThreads_SeveralThreads_GiveTheSameRowsInOrder(bool useThreads)
    {
        var options = NameAndValues();
        options.UseThreads = useThreads;
        var lines = Enumerable.Range(0, 1000).Select(i => $"row {i},{i},{-i}").ToArray();

        var data = Ml.Data.LoadFromTextFile(Write(lines), options);

        Assert.That(Values(data).Select(values => values[0]), Is.EqualTo(Enumerable.Range(0, 1000)));
    }

    [TestCase("1,5", 1.5f)]
    [TestCase("-2,25e1", -22.5f)]
    [TestCase(",5", 0.5f)]
    [TestCase("1.5", float.NaN)]
    public void DecimalMarker_Comma_StandsInNumbersInsteadOfThePoint(string text, float expected)
    {
        var options = NameAndValues();
        options.Separators = [';'];
        options.DecimalMarker = ',';

        var data = Ml.Data.LoadFromTextFile(Write($"a;{text};2"), options);

        Assert.That(Values(data).Single(), Is.EqualTo(new[] { expected, 2 }));
    }

    [Test]
    public void DecimalMarker_Comma_StandsInDoubles()
    {
        var options = new TextLoader.Options
        {
            Separators = [';'],
            DecimalMarker = ',',
            Columns = [new("Value", DataKind.Double, 0)],
        };

        var data = Ml.Data.LoadFromTextFile(Write("0,1", "1.5"), options);

        Assert.That(data.GetColumn<double>("Value"), Is.EqualTo(new[] { 0.1, double.NaN }));
    }

    [Test]
    public void DecimalMarker_CommaInQuotes_MayAlsoSeparate()
    {
        var options = NameAndValues();
        options.DecimalMarker = ',';
        options.AllowQuoting = true;

        var data = Ml.Data.LoadFromTextFile(Write("a,\"1,5\",2"), options);

        Assert.That(Values(data).Single(), Is.EqualTo(new[] { 1.5f, 2 }));
    }

    [TestCase(';', false)]
    [TestCase(',', false)]
    public void DecimalMarker_OtherOrAmbiguous_IsRefused(char marker, bool quoting)
    {
        var options = NameAndValues();
        options.DecimalMarker = marker;
        options.AllowQuoting = quoting;

        Assert.That(() => Ml.Data.CreateTextLoader(options), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(false, 0f)]
    [TestCase(true, float.NaN)]
    public void MissingRealsAsNaNs_OnOrOff_ReadsMissingNumbersAsNaNOrZero(bool asNaNs, float missing)
    {
        var options = NameAndValues();
        options.Columns = [.. options.Columns!, new("Last", DataKind.Double, 3), new("Count", DataKind.Int32, 4)];
        options.AllowQuoting = true;
        options.MissingRealsAsNaNs = asNaNs;

        var data = Ml.Data.LoadFromTextFile(Write("a,,2,3,4", "b,5", ",\" \",0,?,"), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "a", "b", "" }));
        Assert.That(Values(data), Is.EqualTo(new[] { new[] { missing, 2 }, [5, missing], [missing, 0] }));
        Assert.That(data.GetColumn<double>("Last"), Is.EqualTo(new[] { 3, missing, double.NaN }));
        Assert.That(data.GetColumn<int>("Count"), Is.EqualTo(new[] { 4, 0, 0 }));
    }

    [TestCase("1e3", 1000f)]
    [TestCase("+.5", 0.5f)]
    [TestCase("5.", 5f)]
    [TestCase("-0.1E-2", -0.001f)]
    [TestCase("0.1", 0.1f)]
    [TestCase("16777217", 16777216f)]
    [TestCase("123456789012345678901234567890", 1.2345679e29f)]
    [TestCase("1e50", float.PositiveInfinity)]
    [TestCase("1e-70", 0f)]
    [TestCase("Infinity", float.PositiveInfinity)]
    [TestCase("-Infinity", float.NegativeInfinity)]
    [TestCase("infinity", float.NaN)]
    [TestCase("1e", float.NaN)]
    [TestCase("1 2", float.NaN)]
    [TestCase("1 ", 1f)]
    [TestCase("\t12", float.NaN)]
    [TestCase("\t5", 5f)]
    [TestCase("0x10", float.NaN)]
    [TestCase("1_000", float.NaN)]
    public void Load_TextOfSingle_IsParsed(string text, float expected)
    {
        var data = Ml.Data.LoadFromTextFile(Write($"a,{text},2"), NameAndValues());

        Assert.That(Values(data).Single()[0], Is.EqualTo(expected));
    }

    [TestCase(DataKind.SByte, "-128")]
    [TestCase(DataKind.Byte, "255")]
    [TestCase(DataKind.Int16, "-32768")]
    [TestCase(DataKind.UInt16, "65535")]
    [TestCase(DataKind.Int32, "-2147483648")]
    [TestCase(DataKind.UInt32, "4294967295")]
    [TestCase(DataKind.Int64, "-9223372036854775807")]
    [TestCase(DataKind.UInt64, "18446744073709551615")]
    [TestCase(DataKind.Boolean, "True")]
    [TestCase(DataKind.String, "text")]
    [TestCase(DataKind.TimeSpan, "1.02:03:04")]
    public void Load_TextOfKind_IsParsed(DataKind kind, string text)
    {
        var options = new TextLoader.Options { Columns = [new("Value", kind, 0)] };

        var data = Ml.Data.LoadFromTextFile(Write(text), options);

        Assert.That(ViewText.Write(data).Last(), Is.EqualTo(text));
    }

    [Test]
    public void Load_TextsOfTimes_AreUniversal()
    {
        var options = new TextLoader.Options
        {
            Columns = [new("Time", DataKind.DateTime, 0), new("Offset", DataKind.DateTimeOffset, 0)],
        };

        var data = Ml.Data.LoadFromTextFile(Write("2024-05-06 07:08:09", "2024-05-06T07:08:09+02:00"), options);

        Assert.That(
            data.GetColumn<DateTime>("Time"),
            Is.EqualTo(new[] { new DateTime(2024, 5, 6, 7, 8, 9), new(2024, 5, 6, 5, 8, 9) })
        );
        Assert.That(
            data.GetColumn<DateTimeOffset>("Offset").Select(time => time.Offset.TotalHours),
            Is.EqualTo(new[] { 0, 2 })
        );
    }

    [TestCase(DataKind.Byte, "256")]
    [TestCase(DataKind.Byte, "-0")]
    [TestCase(DataKind.SByte, "-129")]
    [TestCase(DataKind.Int32, "+1")]
    [TestCase(DataKind.Int32, "1.0")]
    [TestCase(DataKind.Int32, "2147483648")]
    [TestCase(DataKind.Boolean, "maybe")]
    [TestCase(DataKind.Boolean, "true ")]
    [TestCase(DataKind.DateTime, "soon")]
    [TestCase(DataKind.TimeSpan, "long")]
    public void Load_TextThatIsNoneOfKind_ThrowsNamingLineAndColumn(DataKind kind, string text)
    {
        var options = new TextLoader.Options { Columns = [new("Value", kind, 0)], UseThreads = false };
        var data = Ml.Data.LoadFromTextFile(Write(text), options);

        Assert.That(
            () => ReadAll(data),
            Throws.InvalidOperationException.With.Message.EqualTo(
                $"Could not parse value {text} in line 1, column Value"
            )
        );
    }

    [Test]
    public void Load_BadItemOfVector_ThrowsNamingSlot()
    {
        var options = new TextLoader.Options { Columns = [new("Value", DataKind.Int32, 1, 2)], UseThreads = false };
        var data = Ml.Data.LoadFromTextFile(Write("0\t1\tx"), options);

        Assert.That(
            () => ReadAll(data),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Could not parse value x in slot 1 of column Value in line 1"
            )
        );
    }

    [Test]
    public void Load_BadValueOnThreads_ThrowsFormatExceptionWithTheCause()
    {
        var options = new TextLoader.Options { Columns = [new("Value", DataKind.Int32, 0)] };
        var data = Ml.Data.LoadFromTextFile(Write("x"), options);

        Assert.That(
            () => ReadAll(data),
            Throws
                .TypeOf<FormatException>()
                .With.Message.EqualTo(
                    "Parsing failed with an exception: Could not parse value x in line 1, column Value"
                )
                .And.InnerException.TypeOf<InvalidOperationException>()
        );
    }

    [Test]
    public void Load_BadValueInColumnThatIsNotRead_DoesNotThrow()
    {
        var options = NameAndValues();
        options.Columns = [.. options.Columns!, new("Count", DataKind.Int32, 1)];

        var data = Ml.Data.LoadFromTextFile(Write("a,1.5,2"), options);

        Assert.That(Names(data), Is.EqualTo(new[] { "a" }));
    }

    internal static string[] SlotNames(DataViewSchema schema)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Values"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
