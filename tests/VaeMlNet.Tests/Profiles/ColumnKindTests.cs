using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>The kinds that <c>ProfileColumns</c> chooses for single columns of text.</summary>
public sealed class ColumnKindTests
{
    private const int RowCount = 200;

    // repr() of random whole numbers below 9e17, which are doubles in pandas if a cell is missing.
    private static readonly string[] Doubles =
    [
        "8.368135073991548e+17",
        "8.35892272650245e+17",
        "8.516704139669505e+17",
        "8.2135724421859e+17",
        "8.995038772887424e+17",
        "8.648024762675e+17",
        "8.22604661561322e+17",
        "8.939676727966428e+17",
        "8.7925368734321e+17",
        "8.763867961846327e+17",
        "8.58820763460541e+17",
    ];

    private static IEnumerable<TestCaseData> Columns()
    {
        yield return Case("decimals", VaeColumnKind.Number, i => $"{i % 37}.{i % 7}");
        yield return Case("whole numbers", VaeColumnKind.WholeNumber, i => $"{i % 37}");
        yield return Case("whole numbers written with decimals", VaeColumnKind.WholeNumber, i => $"{i % 37}.0");
        yield return Case("few whole numbers", VaeColumnKind.WholeNumber, i => $"{1 + i % 5}");
        yield return Case("0 and 1", VaeColumnKind.Boolean, i => $"{i % 2}");
        yield return Case("0.0 and 1.0", VaeColumnKind.Boolean, i => $"{i % 2}.0");
        yield return Case("true and false", VaeColumnKind.Boolean, i => i % 3 == 0 ? "True" : "false");
        yield return Case(
            "yes and no with gaps",
            VaeColumnKind.Boolean,
            i =>
                i % 3 == 0 ? "yes"
                : i % 3 == 1 ? "no"
                : ""
        );
        yield return Case("1 and 2", VaeColumnKind.Category, i => $"{1 + i % 2}");
        yield return Case("texts", VaeColumnKind.Category, i => $"color {i % 5}");
        yield return Case("postal codes with leading zeros", VaeColumnKind.Category, i => $"0{1000 + i % 9}");
        yield return Case(
            "amounts of accounting",
            VaeColumnKind.Number,
            i => i % 3 == 0 ? $"({i % 37}.50)" : $"{i % 41}.25"
        );
        yield return Case(
            "amounts of accounting with a currency",
            VaeColumnKind.Number,
            i => i % 3 == 0 ? $"(${i % 37}.50)" : $"${i % 41}.25"
        );
        yield return Case("digits of other scripts", VaeColumnKind.Category, i => new[] { "１", "١", "２-３" }[i % 3]);
        yield return Case("codes with letters", VaeColumnKind.Category, i => $"A{10 + i % 5}");
        yield return Case("one word in three cases", VaeColumnKind.Category, i => new[] { "OK", "Ok", "ok" }[i % 3]);
        yield return Case(
            "frequencies, one in two cases",
            VaeColumnKind.Category,
            i => new[] { "never", "Never", "often", "always" }[i % 4]
        );
        yield return Case("grades", VaeColumnKind.Category, i => new[] { "1", "1-", "2", "2-", "3" }[i % 5]);
        yield return Case("marks", VaeColumnKind.OrderedCategory, i => new[] { "A", "B+", "A-", "C" }[i % 4]);
        yield return Case("blood group", VaeColumnKind.Category, i => new[] { "A+", "A-", "B+" }[i % 3]);
        yield return Case("risk", VaeColumnKind.OrderedCategory, i => new[] { "BBB", "AA-", "AAA", "D" }[i % 4]);
        yield return Case("shelf", VaeColumnKind.Category, i => new[] { "A1", "A2", "B1" }[i % 3]);
        yield return Case("sizes", VaeColumnKind.OrderedCategory, i => new[] { "M", "S", "XL", "L" }[i % 4]);
        yield return Case(
            "ages in ranges",
            VaeColumnKind.OrderedCategory,
            i => new[] { "65+", "<18", "18-24", "25-64" }[i % 4]
        );
        yield return Case("places", VaeColumnKind.OrderedCategory, i => new[] { "2nd", "1st", "3rd" }[i % 3]);
        yield return Case("durations above a day", VaeColumnKind.Date, i => $"{i}:{i % 60:00}:{i * 7 % 60:00}");
        yield return Case("durations without seconds", VaeColumnKind.Date, i => $"{i}:{i * 7 % 60:00}");
        yield return Case(
            "dates with hours above a day",
            VaeColumnKind.Category,
            i => $"2024-01-{1 + (i % 9)} 25:{i % 5:00}"
        );
        yield return Case("row numbers", VaeColumnKind.Identifier, i => $"{i + 1}");
        yield return Case("row numbers of a part of a table", VaeColumnKind.Identifier, i => $"{13950 + i}");
        yield return Case("years", VaeColumnKind.WholeNumber, i => $"{1800 + i}");
        yield return Case("durations of .NET", VaeColumnKind.Date, i => $"{i}.0{i % 9}:{i % 60:00}:{i * 7 % 60:00}.5");
        yield return Case(
            "shuffled numbers without repetition",
            VaeColumnKind.Identifier,
            i => $"{1000 + i * 7919 % 500}"
        );
        yield return Case(
            "amounts that happen to differ",
            VaeColumnKind.WholeNumber,
            i => $"{i * 7919L * 7919 % 900_001}"
        );
        yield return Case("long numbers", VaeColumnKind.Identifier, i => $"{4_000_000_000_000_000 + i % 50 * 977}");
        yield return Case(
            "different amounts written with decimals",
            VaeColumnKind.WholeNumber,
            i => $"{1_000_000 + i * 7919L * 7919 % 8_999_993}.0"
        );
        yield return Case(
            "different amounts below 0",
            VaeColumnKind.WholeNumber,
            i => $"-{10_000_000 + i * 7919L * 7919 % 89_999_999}"
        );
        yield return Case(
            "14 digits written with decimals",
            VaeColumnKind.WholeNumber,
            i => $"{40_000_000_000_000 + i % 50 * 977}.0"
        );
        yield return Case(
            "long numbers written with decimals",
            VaeColumnKind.Identifier,
            i => $"{4_000_000_000_000_000 + i % 50 * 977}.0"
        );
        yield return Case(
            "long numbers written with exponents",
            VaeColumnKind.Identifier,
            i => $"8.86{1_000_000_000_001 + i % 50 * 20}e+17"
        );
        yield return Case(
            "identifiers as Python writes them",
            VaeColumnKind.Identifier,
            i => Doubles[i % Doubles.Length]
        );
        yield return Case("densities with exponents", VaeColumnKind.WholeNumber, i => $"{1 + i % 9}.{1 + i % 8}e+17");
        yield return Case(
            "long densities with exponents",
            VaeColumnKind.WholeNumber,
            i => $"{1 + i % 9}.{100_000_000_000_001 + i * 977}e+{18 + i % 2}"
        );
        foreach (var end in new[] { "R2", "A3", "h5", "Q1", " B2", "x4", "T12" })
        {
            yield return Case("codes that end with " + end, VaeColumnKind.Category, i => 1000 + i % 9 + end);
        }

        yield return Case("points of five", VaeColumnKind.Category, i => $"{i % 6}pts/5");
        yield return Case("unique identifiers", VaeColumnKind.Identifier, i => Guid(i));
        yield return Case("mail addresses", VaeColumnKind.Identifier, i => $"user{i * 31}@example.org");
        yield return Case("sentences", VaeColumnKind.Text, i => $"the order {i} arrived {i % 9} days late");
        yield return Case("one value", VaeColumnKind.Constant, _ => "x");
        yield return Case("one value or none", VaeColumnKind.Category, i => i % 4 == 0 ? "x" : "");
        yield return Case("no value", VaeColumnKind.Constant, i => i % 2 == 0 ? "" : "NA");
        yield return Case("ISO dates", VaeColumnKind.Date, i => Day(i, "yyyy-MM-dd"));
        yield return Case("dates and times", VaeColumnKind.Date, i => Day(i, "dd.MM.yyyy HH:mm"));
        yield return Case("ISO with zone", VaeColumnKind.Date, i => Day(i, "yyyy-MM-dd'T'HH:mm:ss'Z'"));
        yield return Case("dates with month names", VaeColumnKind.Date, i => Day(i, "d MMM yyyy"));
        yield return Case("dates of digits", VaeColumnKind.Date, i => Day(i, "yyyyMMdd"));
        yield return Case("times of digits", VaeColumnKind.Date, i => Day(i, "yyyyMMddHHmmss"));
        yield return Case("times in words of UTC", VaeColumnKind.Date, i => Day(i, "yyyy-MM-dd HH:mm:ss' UTC'"));
        yield return Case("times of mails", VaeColumnKind.Date, i => Day(i, "ddd, dd MMM yyyy HH:mm:ss' GMT'"));
        yield return Case("months and years", VaeColumnKind.Date, i => Day(40 * i, "MMM-yyyy"));
        yield return Case("months and years of two digits", VaeColumnKind.Date, i => Day(40 * i, "MMM-yy"));
        yield return Case("times of day", VaeColumnKind.Date, i => $"{i % 24}:{i % 60:00}");
        yield return Case(
            "eight digits that are no dates",
            VaeColumnKind.WholeNumber,
            i => $"{20_000_000 + i % 150 * 631}"
        );
    }

    [TestCase("Loan grade", VaeColumnKind.OrderedCategory)]
    [TestCase("group", VaeColumnKind.Category)]
    public void Kind_LettersOfGrades_AreOrderedByTheName(string name, VaeColumnKind kind)
    {
        var cells = Enumerable.Range(0, RowCount).Select(i => $"{"BAC"[i % 3]}");

        var schema = new MLContext(1).Data.ProfileColumns(TextColumns.Create((name, cells))).Columns.Single().Schema;

        Assert.That(schema.Kind, Is.EqualTo(kind));
        Assert.That(
            schema.Values,
            Is.EqualTo(kind == VaeColumnKind.Category ? ["A", "B", "C"] : (string[])["C", "B", "A"])
        );
    }

    [TestCaseSource(nameof(Columns))]
    public void Kind_Cells_IsChosenFromTheData(VaeColumnKind kind, Func<int, string> cell)
    {
        var profile = Profile(Enumerable.Range(0, RowCount).Select(cell));

        Assert.That(profile.Kind, Is.EqualTo(kind), profile.Reason);
        Assert.That(profile.Problem, Is.Null);
        Assert.That(profile.Reason, Does.EndWith("."));
    }

    [TestCase("timestamp", 1_600_000_000L, VaeColumnSchema.EpochSeconds)]
    [TestCase("created_at", 1_600_000_000_000L, VaeColumnSchema.EpochMilliseconds)]
    [TestCase("unixReviewTime", 1_600_000_000L, VaeColumnSchema.EpochSeconds)]
    [TestCase("population", 1_600_000_000L, null)]
    [TestCase("time", 1_600_000L, null)]
    [TestCase("lat", 1_600_000_000L, null)]
    public void Kind_LargeNumbersWithTheNameOfATime_AreDates(string name, long first, string? format)
    {
        var cells = Enumerable
            .Range(0, RowCount)
            .Select(i => (first + (i * 7919L % 90_000 * 7)).ToString(CultureInfo.InvariantCulture));

        var schema = new MLContext(1).Data.ProfileColumns(TextColumns.Create((name, cells))).Columns.Single().Schema;

        Assert.That(schema.DateFormat, Is.EqualTo(format));
        Assert.That(schema.Kind == VaeColumnKind.Date, Is.EqualTo(format is not null));
    }

    [TestCase(0.4, VaeColumnKind.Category)]
    [TestCase(0.31, VaeColumnKind.Category)]
    [TestCase(0.2, VaeColumnKind.Identifier)]
    public void Kind_TooManyTexts_KeepsTheFrequentOnesWhereTheyAreManyCells(double share, VaeColumnKind kind)
    {
        // Two frequent texts, one rare text, and others that occur once.
        var frequent = (int)(1000 * share);
        var cells = Enumerable
            .Range(0, 1000)
            .Select(i =>
                i < frequent ? (i % 2 == 0 ? "Ulm" : "Bonn")
                : i < frequent + 5 ? "Celle"
                : $"place {i}"
            );

        var profile = Profile(cells);

        Assert.That(profile.Kind, Is.EqualTo(kind), profile.Reason);

        if (kind == VaeColumnKind.Category)
        {
            Assert.That(profile.Schema.Values, Is.EqualTo(new[] { "Bonn", "Ulm", "other" }));
            Assert.That(profile.Schema.OtherValue, Is.EqualTo("other"));
            Assert.That(profile.Reason, Does.StartWith($"2 texts are in {frequent} of 1000 cells."));
        }
    }

    [TestCase("customer_id", VaeColumnKind.Identifier)]
    [TestCase("customerID", VaeColumnKind.Identifier)]
    [TestCase("auctionid", VaeColumnKind.Identifier)]
    [TestCase("amount", VaeColumnKind.WholeNumber)]
    [TestCase("humid", VaeColumnKind.WholeNumber)]
    public void Kind_RepeatedWholeNumbers_DependsOnTheName(string name, VaeColumnKind kind)
    {
        var cells = Enumerable.Range(0, RowCount).Select(i => $"{1000 + i % 40}");

        Assert.That(Profile(cells, name).Kind, Is.EqualTo(kind));
    }

    [TestCase(200, VaeColumnKind.Identifier)]
    [TestCase(199, VaeColumnKind.WholeNumber)]
    public void Kind_LongNumbersThatDiffer_AreIdentifiersWhereTheyAreMany(int rowCount, VaeColumnKind kind)
    {
        var cells = Enumerable.Range(0, rowCount).Select(i => $"{179_323_175 + (i * 7919 % 211 * 1_000_003)}");

        Assert.That(Profile(cells).Kind, Is.EqualTo(kind));
    }

    [TestCase(100, 2, VaeColumnKind.WholeNumber)]
    [TestCase(40, 5, VaeColumnKind.Category)]
    [TestCase(20, 2, VaeColumnKind.Category)]
    [TestCase(20, 1, VaeColumnKind.WholeNumber)]
    public void Kind_NumbersNamedClass_AreCategoriesWhereTheyRepeat(int values, int rowsOfEach, VaeColumnKind kind)
    {
        var cells = Enumerable.Range(0, values * rowsOfEach).Select(i => $"{1000 + (i % values * 7)}");

        Assert.That(Profile(cells, "Class").Kind, Is.EqualTo(kind));
    }

    [TestCase("1.5,2,NA,-,N/A,null,?,.,n.a.,", 8)]
    [TestCase("1.5,2,unknown,none,n.d.,7", 3)]
    [TestCase("1.5,2,~,...,\u2014,\u2013,\u2026,7", 5)]
    public void Missing_MarksAmongNumbers_AreNoValues(string cells, int missing)
    {
        var profile = Profile(cells.Split(','));

        Assert.That((profile.Kind, profile.MissingCount), Is.EqualTo((VaeColumnKind.Number, (long)missing)));
    }

    [Test]
    public void Missing_WordsAmongTexts_AreValues() =>
        Assert.That(
            Profile(["none", "car", "bike", "none"]).Schema.Values,
            Is.EqualTo(new[] { "bike", "car", "none" })
        );

    [TestCase("1,5;2;3,25", 1.5, ',', null)]
    [TestCase("1.200,5;3,5;7", 1200.5, ',', '.')]
    [TestCase("1,200.5;3;7", 1200.5, null, ',')]
    [TestCase("1 200,5;3;7", 1200.5, ',', ' ')]
    [TestCase("1'200.5;3;7", 1200.5, null, '\'')]
    [TestCase("1,234,567;1,000", 1234567, null, ',')]
    [TestCase("3,750;850;1,250;4,100", 3750, null, ',')]
    [TestCase("3,751;8500;1,252", 3.751, ',', null)]
    [TestCase("0,125;3,750", 0.125, ',', null)]
    [TestCase("1.234;5.678", 1.234, null, null)]
    public void Number_Marks_AreFoundFromAllCells(string cells, double first, char? mark, char? group)
    {
        var texts = cells.Split(';');

        var profile = Profile(texts);

        Assert.That((profile.Schema.DecimalMark, profile.Schema.GroupMark), Is.EqualTo((mark, group)));
        Assert.That(profile.Schema.TryReadNumber(texts[0], out var value), Is.True);
        Assert.That(value, Is.EqualTo(first));
        Assert.That(profile.Schema.FormatNumber(value), Is.EqualTo(texts[0]));
        Assert.That(profile.Notes, mark is null && group is null ? Is.Empty : Is.Not.Empty);
    }

    [TestCase(",53;-,97;1,25", new[] { 0.53, -0.97, 1.25 })]
    [TestCase(",007;2,983;1,250", new[] { 0.007, 2.983, 1.25 })]
    [TestCase(".5;-.25;12.0", new[] { 0.5, -0.25, 12 })]
    public void Number_WithoutADigitBeforeTheMark_HasItsDecimals(string cells, double[] numbers)
    {
        var texts = cells.Split(';');

        var schema = Profile(texts).Schema;

        Assert.That(
            texts.Select(text => schema.TryReadNumber(text, out var number) ? number : double.NaN),
            Is.EqualTo(numbers)
        );
        Assert.That(schema.Decimals, Is.EqualTo(texts.Max(text => text.Length - 1 - text.IndexOfAny([',', '.']))));
    }

    [Test]
    public void Number_CommaThatMayBeBoth_IsAskedFor()
    {
        string[] cells = ["3,750", "1,250", "4,100"];

        var open = Profile(cells);
        var comma = Profile(cells, options: new VaeProfileOptions { DecimalMark = ',' });
        var point = Profile(cells, options: new VaeProfileOptions { DecimalMark = '.' });

        Assert.That(open.Problem, Does.Contain("3,750").And.Contain("decimal comma"));
        Assert.That(open.ProblemOption, Is.EqualTo(nameof(VaeProfileOptions.DecimalMark)));
        Assert.That((comma.Problem, comma.Maximum), Is.EqualTo(((string?)null, "4,100")));
        Assert.That(comma.Quantiles![2], Is.EqualTo(3.75));
        Assert.That(point.Quantiles![2], Is.EqualTo(3750));
    }

    [TestCase("1.502;182;3.110;986", "10,24", null, '.', 1502)]
    [TestCase("1.502 €;182 €;3.110 €;986 €", "10,24", null, '.', 1502)]
    [TestCase("1.502;2.108;3.110;4.103", "10,24", null, '.', 1502)]
    [TestCase("1.502;182;3.110;986", "x", ',', '.', 1502)]
    [TestCase("1.502;182;3.110;986", "x", null, null, 1.502)]
    [TestCase("1.502;182;3.110;986", "10,24", '.', null, 1.502)]
    [TestCase("1.502;8500;3.110;986", "10,24", null, null, 1.502)]
    [TestCase("1.502;0.125;3.110;986", "10,24", null, null, 1.502)]
    [TestCase("1.502;1.5;3.110;986", "10,24", null, null, 1.502)]
    public void Number_Points_AreGroupsBesideDecimalCommas(
        string cells,
        string other,
        char? option,
        char? group,
        double first
    )
    {
        var texts = cells.Split(';');
        var data = TextColumns.Create(("a", texts), ("b", texts.Select(_ => other)));

        var schema = new MLContext(1)
            .Data.ProfileColumns(data, new VaeProfileOptions { DecimalMark = option })
            .Columns[0]
            .Schema;

        Assert.That(schema.GroupMark, Is.EqualTo(group));
        Assert.That(schema.TryReadNumber(texts[0], out var value) ? value : double.NaN, Is.EqualTo(first));
    }

    [TestCase('.', ',')]
    [TestCase(',', '.')]
    public void Number_GroupsBesideTexts_AreRead(char group, char mark)
    {
        string[] cells = [.. Enumerable.Range(1, 60).Select(i => i % 3 == 0 ? $"{i}{group}502" : $"{i * 7}"), "k. A."];
        var data = TextColumns.Create(
            ("a", cells.Select(cell => cell)),
            ("b", cells.Select((_, i) => $"{i}{mark}{i % 7}5"))
        );

        var options = new VaeProfileOptions { DecimalMark = mark, NumericColumns = ["a"] };
        var profile = new MLContext(1).Data.ProfileColumns(data, options).Columns[0];

        Assert.That((profile.Schema.GroupMark, profile.MissingCount), Is.EqualTo((group, 1L)));
        Assert.That(profile.Maximum, Is.EqualTo($"60{group}502"));
    }

    [TestCase("3750 g;4100 g;2900 g", 3750, "", " g")]
    [TestCase("75%;8%;12.5%", 75, "", "%")]
    [TestCase("$1,200.50;$3.00;-$7.25", 1200.5, "$", "")]
    [TestCase("USD 12;USD 15;USD 9", 12, "USD ", "")]
    [TestCase("20°C;18°C;-3°C", 20, "", "°C")]
    [TestCase("Rs1366850;Rs714100;Rs139800", 1366850, "Rs", "")]
    [TestCase("102.5 m3/h;98.1 m3/h;-75.0 m3/h", 102.5, "", " m3/h")]
    [TestCase("102m3;98m3;7m3", 102, "", "m3")]
    [TestCase("85.9 1/min;1,086.2 1/min;7.0 1/min", 85.9, "", " 1/min")]
    [TestCase("6.5 l/100km;7.1 l/100km;5.0 l/100km", 6.5, "", " l/100km")]
    [TestCase("12.5 kgCO2e;7.1 kgCO2e;5.0 kgCO2e", 12.5, "", " kgCO2e")]
    [TestCase("9.81 m s-2;1.62 m s-2;3.71 m s-2", 9.81, "", " m s-2")]
    [TestCase("9.81 m s^-2;1.62 m s^-2;3.71 m s^-2", 9.81, "", " m s^-2")]
    [TestCase("4.5 10^9/L;7.1 10^9/L;11.0 10^9/L", 4.5, "", " 10^9/L")]
    [TestCase("4621\u00a01/min;853\u00a01/min;1220\u00a01/min", 4621, "", "\u00a01/min")]
    [TestCase("Rs.517;Rs.71;Rs.1398", 517, "Rs.", "")]
    public void Number_Unit_IsRemovedAndWrittenAgain(string cells, double first, string prefix, string suffix)
    {
        var texts = cells.Split(';');

        var schema = Profile(texts).Schema;

        Assert.That((schema.Prefix, schema.Suffix), Is.EqualTo((prefix, suffix)));
        Assert.That(schema.TryReadNumber(texts[0], out var value) ? value : double.NaN, Is.EqualTo(first));
        Assert.That(
            texts.Select(text => schema.TryReadNumber(text, out var number) ? schema.FormatNumber(number) : ""),
            Is.EqualTo(texts)
        );
    }

    [TestCase("17% off;0;20% off")]
    [TestCase("$3.50;0.0;$2.25")]
    public void Number_ZeroWithoutTheUnit_IsRead(string cells)
    {
        var texts = cells.Split(';');

        var schema = Profile(texts).Schema;

        Assert.That(schema.TryReadNumber(texts[1], out var zero), Is.True);
        Assert.That(zero, Is.Zero);
        Assert.That(schema.TryReadNumber(texts[1] + "1", out _), Is.False);
    }

    [TestCase("\u221251.1;40.8;-3.5;(2.5);8", "-51.1")]
    [TestCase("\u221251,1;40,8;\u22123,5;8", "-51,1")]
    [TestCase("\u22121.051,1;\u221240,8;\u22123,5;8", "-1.051,1")]
    [TestCase("580,90-;40,80;-3,50;8,00", "-580,90")]
    [TestCase("1.580,90-;40,80;3,50-;8,00", "-1.580,90")]
    [TestCase("580.90-;40.80;3.50-;8.00", "-580.90")]
    [TestCase("580,90- EUR;40,80 EUR;3,50- EUR", "-580,90 EUR")]
    [TestCase("€ 580,90-;€ 40,80;€ 3,50-", "-€ 580,90")]
    public void Number_OtherMinusSigns_AreRead(string cells, string written)
    {
        var texts = cells.Split(';');

        var profile = Profile(texts);

        Assert.That((profile.Kind, profile.MissingCount), Is.EqualTo((VaeColumnKind.Number, 0L)));
        Assert.That(profile.Schema.TreatsTextsAsMissing, Is.False);
        Assert.That(profile.Minimum, Is.EqualTo(texts[0]));
        Assert.That(profile.Schema.TryReadNumber(texts[0], out var value), Is.True);
        Assert.That(profile.Schema.FormatNumber(value), Is.EqualTo(written));
        Assert.That(profile.Schema.TryReadNumber(written, out var leading) ? leading : 0, Is.EqualTo(value));
        Assert.That(profile.Schema.TryReadNumber("-" + texts[0], out _), Is.False);
        Assert.That(profile.Schema.TryReadNumber("\u2212" + texts[0], out _), Is.False);
        Assert.That(profile.Schema.TryReadNumber(Doubled(texts[0]), out _), Is.False);

        static string Doubled(string text) => text.Replace("-", "--").Replace("\u2212", "\u2212\u2212");
    }

    [Test]
    public void Kind_CodesWithTheMinusSignOfTypography_AreCategoriesInTheOrderOfNumbers()
    {
        var cells = Enumerable.Range(0, 200).Select(i => new[] { "\u221212", "(7)", "30", "4" }[i % 4]);

        Assert.That(Profile(cells, "Class").Schema.Values, Is.EqualTo(new[] { "\u221212", "(7)", "4", "30" }));
    }

    [TestCase(1_700_000_000, "0.00", "are 128 apart", "such as 1700000000,")]
    [TestCase(-1_700_000_000, "0.00", "are 128 apart", "such as -1700000000,")]
    [TestCase(16_777_216, "0.0", "are 2 apart", "such as 16777200,")]
    [TestCase(1_000, "0.00")]
    [TestCase(0, "0.00")]
    [TestCase(16_000_000, "0")]
    public void Number_ThatFloat32CannotTellFromOthers_HasANote(double offset, string format, params string[] facts)
    {
        var cells = Enumerable
            .Range(0, RowCount)
            .Select(i => (offset + (i * 37 % 101 * 0.59)).ToString(format, CultureInfo.InvariantCulture));

        var notes = Profile(cells).Notes;

        Assert.That(notes, Has.Count.EqualTo(facts.Length > 0 ? 1 : 0));
        Assert.That(facts, Is.All.Matches<string>(fact => notes[0].Contains(fact!, StringComparison.Ordinal)));
    }

    [TestCase("0")]
    [TestCase("9000000000000.5")]
    public void Number_OutlierBesideNumbersThatFloat32CannotTell_DoesNotHideTheNote(string outlier)
    {
        var cells = Enumerable
            .Range(0, RowCount)
            .Select(i => (1_700_000_000 + (i * 37 % 101 * 0.59)).ToString("0.00", CultureInfo.InvariantCulture));

        var notes = Profile([.. cells, outlier]).Notes;

        Assert.That(notes, Has.One.Contains("are 128 apart"));
    }

    [TestCase("436;1,485;27", "429;1,006;900", "1,034;2;3", null, true, TestName = "a comma in each column")]
    [TestCase("436;1,485;27", "429;1,006;9000", "1,034;2;3", ',', false, TestName = "a column without groups")]
    [TestCase("436;1,485;27", "429;1,006;900", "4;2;3", ',', false, TestName = "two commas")]
    public void Number_CommasOfSeveralColumns_AreComparedTogether(string a, string b, string c, char? mark, bool isSure)
    {
        var data = TextColumns.Create(("a", a.Split(';')), ("b", b.Split(';')), ("c", c.Split(';')));

        var profile = new MLContext(1).Data.ProfileColumns(data).Columns[0];

        Assert.That((profile.Schema.DecimalMark, profile.Problem is null), Is.EqualTo((mark, isSure)));
    }

    [Test]
    public void Number_DifferentUnits_AreAProblem() =>
        Assert.That(
            Profile(["3750 g", "4.1 kg", "2900 g"]).Problem,
            Does.Contain("'g' in 2 cells").And.Contain("'kg'")
        );

    [TestCase(30, 17)]
    [TestCase(5000, 3456)] // rows are read in blocks of about 1,000
    public void Number_OneTextAmongMany_IsAProblemWithItsRow(int rowCount, int row)
    {
        var profile = Profile(Enumerable.Range(0, rowCount).Select(i => i == row ? "twelve" : $"{i % 9}"));

        Assert.That(profile.Problem, Does.Contain($"'twelve' is not a number, but {rowCount - 1} of {rowCount}"));
        Assert.That(profile.ProblemRow, Is.EqualTo(row + 1));
    }

    [Test]
    public void Number_OtherDecimalMarkInFewCells_IsAProblemThatNamesIt()
    {
        string[] numbers = [.. Enumerable.Range(0, 100).Select(i => $"1.{i:000},{i % 7}5")];

        var one = Profile([.. numbers, "-319.53"]);
        var two = Profile([.. numbers, "-319.53", "31.92"]);

        Assert.That(
            one.Problem,
            Does.Contain(
                "100 of 101 cells of the column are. It looks like a number with a decimal point, but the column has decimal commas. Fix"
            )
        );
        Assert.That(two.Problem, Does.Contain("They look like numbers with a decimal point, but"));
        Assert.That(two.Reason, Is.EqualTo("100 of 102 values are numbers, some with decimals."));
        Assert.That(Profile([.. numbers, "twelve"]).Problem, Does.Not.Contain("decimal"));
    }

    [Test]
    public void Number_TextsThatMeanMissing_AreReadAsMissing()
    {
        string[] cells = [.. Enumerable.Range(0, 100).Select(i => $"{i % 9 + 0.5}"), "Indef.", "(see notes)", "indef."];

        var problem = Profile(cells);
        var profile = Profile(
            cells,
            options: new VaeProfileOptions { MissingTexts = ["Indef.", "(see notes)", "gone"] }
        );

        Assert.That(problem.Problem, Does.Contain("'Indef.' and 2 other texts are not numbers"));
        Assert.That(problem.ProblemOption, Is.EqualTo(nameof(VaeProfileOptions.MissingTexts)));
        Assert.That(problem.ProblemTexts, Is.EqualTo((string[])["Indef.", "(see notes)", "indef."]));
        Assert.That((profile.Kind, profile.Problem), Is.EqualTo((VaeColumnKind.Number, (string?)null)));
        Assert.That(profile.MissingCount, Is.EqualTo(3));
        Assert.That(profile.Schema.MissingTexts, Is.EqualTo((string[])["(see notes)", "Indef."]));
    }

    [TestCase("2100 - 2850;34.46Sq. Meter;4125Perch;3 BHK;about 1200", 60)]
    [TestCase("Varies with device;Varies with device;Varies with device", 25, TestName = "one text, more than a tenth")]
    [TestCase("unlimited", 2000, 12, TestName = "one text, many times")]
    public void Number_ManyTexts_AreMissing(string texts, int numbers, int times = 1)
    {
        string[] others = [.. Enumerable.Repeat(texts.Split(';'), times).SelectMany(same => same)];

        var profile = Profile(
            [.. Enumerable.Range(0, numbers).Select(i => $"{i * 7 % 41}.5"), .. others],
            name: "Size"
        );

        Assert.That((profile.Kind, profile.Problem), Is.EqualTo((VaeColumnKind.Number, (string?)null)));
        Assert.That((profile.MissingCount, profile.ValueCount), Is.EqualTo(((long)others.Length, (long)numbers)));
        Assert.That(profile.Schema.TreatsTextsAsMissing, Is.True);
        Assert.That(profile.Notes.Single(), Does.Contain($"'{others[0]}'").And.Contain($"in {others.Length} of"));
        Assert.That(others, Has.All.Matches<string>(text => profile.Schema.IsMissing(text)));
        Assert.That(profile.Schema.IsMissing("12"), Is.False);
        Assert.That(profile.Quantiles, Is.Not.Null.And.Count.EqualTo(5));
    }

    [TestCase(',', "Texts that are no numbers")] // texts after the first 10,000 different ones are not counted
    [TestCase('.', "")]
    public void Number_TextAfterTheValuesThatAreCounted_IsMissingOrAMistake(char mark, string note)
    {
        var cells = Enumerable.Range(0, 12_000).Select(i => $"{i * 7 % 12_007}{mark}25").Append("much");

        var profile = Profile(cells);

        Assert.That(profile.Kind, Is.EqualTo(VaeColumnKind.Number));
        Assert.That(string.Concat(profile.Notes), Does.Contain(note));
        Assert.That(profile.Schema.TreatsTextsAsMissing, Is.EqualTo(note.Length > 0));
        Assert.That(profile.Problem is null, Is.EqualTo(note.Length > 0));
    }

    [Test]
    public void Number_TextsBesideNumbersWithAUnit_AreMissing()
    {
        var cells = Enumerable.Range(0, 60).Select(i => i % 30 == 0 ? "null bhp" : $"{50 + (i * 13 % 60)}.25 bhp");

        var profile = Profile(cells);

        Assert.That((profile.Kind, profile.MissingCount), Is.EqualTo((VaeColumnKind.Number, 2L)));
        Assert.That((profile.Schema.Suffix, profile.Minimum), Is.EqualTo((" bhp", "51.25 bhp")));
    }

    [TestCase("71053;84029;22752;21730;22633;85123A;84406B;84029G;85099C;84997D", "Stock", VaeColumnKind.Category)]
    [TestCase("250;276;648;414;157;V27.1;V45;E888;V57;E849", "diag_1", VaeColumnKind.Category)]
    [TestCase(
        "94107;94105;95054;10003;98101;98033-6314;02111-1720;94403-1855;95035-6261;1",
        "zip_code",
        VaeColumnKind.Category
    )]
    [TestCase("0;1;2;0;1;0;0;2;0;3+", "Dependents", VaeColumnKind.Category)]
    public void Texts_AmongCodesAndFewNumbers_AreNoMissingValues(string cells, string name, VaeColumnKind kind)
    {
        var others = cells.Split(';');

        var profile = Profile(
            [
                .. Enumerable.Range(0, 900).Select(i => others[i % 5]),
                .. Enumerable.Repeat(others, 10).SelectMany(x => x),
            ],
            name
        );

        Assert.That((profile.Kind, profile.Problem, profile.Notes.Count), Is.EqualTo((kind, (string?)null, 0)));
    }

    [TestCase("status_4xx", 1.5, VaeColumnKind.WholeNumber)]
    [TestCase("type count", 1.5, VaeColumnKind.WholeNumber)]
    [TestCase("count of type", 1.5, VaeColumnKind.WholeNumber)]
    [TestCase("rate_code", 1.5, VaeColumnKind.Category)]
    [TestCase("status", 1.5, VaeColumnKind.Category)]
    [TestCase("status", 12, VaeColumnKind.WholeNumber, TestName = "Kind_StatusWithFrequenciesOfCounts_IsANumber")]
    public void Kind_CountsOfCodes_AreNumbers(string name, double mean, VaeColumnKind kind)
    {
        Random random = new(2);
        string[] cells =
        [
            .. Enumerable.Range(0, 2000).Select(_ => $"{Math.Floor(-mean * Math.Log(1 - random.NextDouble()))}"),
        ];

        Assert.That(Profile(cells, name).Kind, Is.EqualTo(kind));
    }

    [Test]
    public void Kind_CodesInTheOrderOfTheirFrequencies_AreCategories()
    {
        string[] cells =
        [
            .. Enumerable.Range(0, 25).SelectMany(code => Enumerable.Repeat($"{code}", 100 - (3 * code))),
        ];

        Assert.That(Profile(cells, "category").Kind, Is.EqualTo(VaeColumnKind.Category));
    }

    [TestCase("3;1;2;4;5;x", VaeColumnKind.WholeNumber, 1)]
    [TestCase("2.5;1;2;many;none;few", VaeColumnKind.Number, 3)] // none means missing among numbers
    [TestCase("1000;2000;-", VaeColumnKind.WholeNumber, 1)]
    public void NumericColumns_AnyCells_AreNumbers(string cells, VaeColumnKind kind, int missing)
    {
        var profile = Profile(cells.Split(';'), "status", new VaeProfileOptions { NumericColumns = ["status"] });

        Assert.That((profile.Kind, profile.Problem, profile.MissingCount), Is.EqualTo((kind, (string?)null, missing)));
    }

    [Test]
    public void NumericColumns_ThatTheTableLacks_AreNamed() =>
        Assert.That(
            () => Profile(["1", "2"], options: new VaeProfileOptions { NumericColumns = ["price"] }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("The options name column 'price'")
        );

    [TestCase("12A3;14B1;9C2;12A1")]
    [TestCase("3 B2;4 B1;3 B1;5 A2")]
    [TestCase("8h30;9h30;10h30")]
    [TestCase("5 Jan 2024;6 Jan 2024;7 Jan 2024")]
    [TestCase("2 10;3 10;4 10")]
    public void Profile_TextsWithDigitsThatAreNoUnits_AreNoNumbers(string cells) =>
        Assert.That(
            Profile(cells.Split(';')).Kind,
            Is.Not.EqualTo(VaeColumnKind.Number).And.Not.EqualTo(VaeColumnKind.WholeNumber)
        );

    [Test]
    public void Number_UnitWithADigitWithoutItsBlank_IsNotRead() =>
        Assert.That(Profile(["85.9 1/min", "86.2 1/min"]).Schema.TryReadNumber("85.91/min", out _), Is.False);

    [Test]
    public void NumericColumns_WithAnUnknownUnit_NameTheSuffix()
    {
        var options = new VaeProfileOptions { NumericColumns = ["Value"] };

        var problem = Profile(["5.4 #10^9", "4.1 #10^9", "7 #10^9"], options: options).Problem;

        Assert.That(problem, Does.Contain("' #10^9'").And.Contain("suffix"));
    }

    [Test]
    public void NumericColumns_WithoutANumber_AreAProblem() =>
        Assert.That(
            Profile(["a", "b"], options: new VaeProfileOptions { NumericColumns = ["Value"] }).Problem,
            Does.Contain("no cell is one")
        );

    [TestCase("$", null)]
    [TestCase("US$ ", null)]
    [TestCase("€", nameof(VaeProfileOptions.DecimalMark))]
    public void Number_CommasBeforeThreeDigits_AreGroupsInDollars(string unit, string? option)
    {
        var profile = Profile(["65,548", "48,016", "71,200"], unit: unit);

        Assert.That(profile.ProblemOption, Is.EqualTo(option));
        Assert.That(profile.Schema.GroupMark, Is.EqualTo(option is null ? ',' : null));

        static VaeColumnProfile Profile(string[] numbers, string unit) =>
            ColumnKindTests.Profile(numbers.Select(number => unit + number));
    }

    [TestCase("9999-12-31", "2024-02-03")]
    [TestCase("1900-01-01", "2024-02-03")]
    public void Date_Placeholder_IsMissing(string placeholder, string other)
    {
        var days = Enumerable.Range(0, 50).Select(i => Day(i, "yyyy-MM-dd"));

        var profile = Profile([.. days, other, placeholder, placeholder]);

        Assert.That(profile.MissingCount, Is.EqualTo(2));
        Assert.That(profile.Schema.MissingTexts, Is.EqualTo(new[] { placeholder }));
        Assert.That(profile.Notes.Single(), Does.Contain(placeholder));
    }

    [TestCase("13/02/2024;02/01/2024", "dd/MM/yyyy")]
    [TestCase("02/13/2024;02/01/2024", "MM/dd/yyyy")]
    [TestCase("1/1/2024;1/2/2024;1/3/2024;1/4/2024", "d/M/yyyy")]
    [TestCase("1/1/2024;2/1/2024;3/1/2024;4/1/2024", "M/d/yyyy")]
    [TestCase("02.01.2024;03.04.2024", "dd.MM.yyyy")]
    [TestCase(
        "2024-01-02T10:30:00+01:00;2024-07-02T10:30:00+02:00;2024-07-03T10:30:00+02:00",
        "yyyy-MM-ddTHH:mm:ss+02:00|yyyy-MM-ddTHH:mm:sszzz"
    )]
    [TestCase(
        "2024-01-02T10:30:00Z;2024-07-02T10:30:00+02:00;2024-07-03T10:30:00Z",
        "yyyy-MM-ddTHH:mm:ssZ|yyyy-MM-ddTHH:mm:sszzz"
    )]
    [TestCase(
        "2024-01-02 10:30:00.1234567 +01:00;2024-07-02 10:30:00.1234567 +01:00",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF +01:00|yyyy-MM-dd HH:mm:ss.FFFFFFF zzz"
    )]
    [TestCase("2024-01-02 10:30:00+01;2024-07-02 10:30:00+02", "yyyy-MM-dd HH:mm:ss+01|yyyy-MM-dd HH:mm:sszz")]
    [TestCase("2024-01-02 10:30 +0100;2024-07-02 10:30 +0200", "yyyy-MM-dd HH:mm +0100|yyyy-MM-dd HH:mm zzz")]
    [TestCase("2024-01-02 10:30 UTC;2024-07-02 10:30 UTC", "yyyy-MM-dd HH:mm UTC|yyyy-MM-dd HH:mmzzz")]
    [TestCase("Jan-1-2024;Dec-31-2024", "MMM-d-yyyy")]
    [TestCase("01NOV1985;31DEC1990", "ddMMMyyyy")]
    [TestCase("01NOV1985:09:05:00;31DEC1990:23:59:00", "ddMMMyyyy:HH:mm:ss")]
    [TestCase("10/Oct/2000:13:55:36;02/Nov/2000:01:00:00", "dd/MMM/yyyy:HH:mm:ss")]
    [TestCase(
        "10/Oct/2000:13:55:36 -0700;02/Nov/2000:01:00:00 -0700",
        "dd/MMM/yyyy:HH:mm:ss -0700|dd/MMM/yyyy:HH:mm:ss zzz"
    )]
    [TestCase("17-01-31;17-02-03;18-01-04", "yy-MM-dd")]
    [TestCase("31-01-17;03-02-17;04-01-18", "dd-MM-yy")]
    [TestCase("01-31-17;02-03-17;01-04-18", "MM-dd-yy")]
    [TestCase("2/15/2009;10-01-12;3/30/2010;12/28/2009", "M/d/yyyy|MM-dd-yy")]
    [TestCase("2020-03-23 23:23:20;2020-02-02T23:43:02;2020-04-23 23:23:20", "yyyy-MM-dd HH:mm:ss|yyyy-MM-ddTHH:mm:ss")]
    [TestCase(
        "3/8/20 5:31;2020-03-23 23:23:20;2020-03-24 00:23:20;1/22/2020 17:00",
        "yyyy-MM-dd HH:mm:ss|M/d/yy H:mm|M/d/yyyy HH:mm"
    )]
    [TestCase("March 26,2022;May 1,2022", "MMMM d,yyyy")]
    [TestCase("3:05 PM;11:30 AM", "h:mm tt")]
    [TestCase("2/13/2024, 3:05:00.250 PM;2/1/2024, 11:30:00.125 AM", "M/d/yyyy, hh:mm:ss.FFFFFFF tt")]
    [TestCase("13.2.2024, 15:05:00;1.2.2024, 11:30:00", "d.M.yyyy, HH:mm:ss")]
    [TestCase("00:00:02.5000000;1.02:03:04.5000000", "[d].hh:mm:ss.FFFFFFF")]
    [TestCase("2003-07-08 16:49:45,896;2003-07-09 06:49:05,000", "yyyy-MM-dd HH:mm:ss,fff")]
    [TestCase(
        "2018-10-16T15:04:24.716773225Z;2018-10-17T11:00:29.51Z",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ|yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz"
    )]
    public void Date_OrderOfDayAndMonth_IsFoundFromAllCells(string cells, string format)
    {
        var schema = Profile(cells.Split(';')).Schema;

        Assert.That(schema.DateFormat?.Replace("'", ""), Is.EqualTo(format));
    }

    [TestCase("0000-00-00", "yyyy-MM-dd")]
    [TestCase("0000-00-00 00:00:00", "yyyy-MM-dd HH:mm:ss")]
    [TestCase("00.00.0000", "dd.MM.yyyy")]
    public void Date_OfZeros_IsMissing(string zero, string format)
    {
        var first = new DateTime(2023, 1, 14, 8, 30, 15);
        var dates = Enumerable
            .Range(0, 40)
            .Select(i => first.AddDays(i * 17).ToString(format, CultureInfo.InvariantCulture));

        var profile = Profile([.. dates, zero, zero]);

        Assert.That((profile.Schema.Kind, profile.MissingCount), Is.EqualTo((VaeColumnKind.Date, 2)));
    }

    [Test]
    public void Date_SeveralFormatsOfAGivenKind_AreRead()
    {
        VaeTableSchema schema = new() { Columns = [new() { Name = "Value", Kind = VaeColumnKind.Date }] };

        var profile = Profile(
            ["2/15/2009", "10-01-12", "3/30/2010"],
            options: new VaeProfileOptions { Schema = schema }
        );

        Assert.That((profile.Problem, profile.Schema.DateFormat), Is.EqualTo(((string?)null, "M/d/yyyy|MM-dd-yy")));
        Assert.That(profile.Schema.TryReadDate("10-01-12", out var date), Is.True);
        Assert.That(date, Is.EqualTo(new DateTime(2012, 10, 1)));
        Assert.That(profile.Schema.FormatDate(date), Is.EqualTo("10/1/2012"));
    }

    [TestCase("9/19/2008", "13-7-1983", true, TestName = "days and months in two orders")]
    [TestCase("13:44:18", "1975-02-23T02:58:41.000Z", true, TestName = "times and a date")]
    [TestCase("9/19/2008", "soon", false, TestName = "texts")]
    [TestCase("A-12", "B-13", false, TestName = "codes")]
    public void Date_SeveralFormats_AreMentioned(string usual, string other, bool isDate)
    {
        var profile = Profile(Enumerable.Range(0, 100).Select(i => i % 7 == 0 ? other : usual));

        Assert.That(profile.Kind, Is.EqualTo(VaeColumnKind.Category));
        Assert.That(profile.Notes, isDate ? Has.One.Contains($"'{usual}', but '{other}' is not written so") : Is.Empty);
    }

    [Test]
    public void Date_OrderThatMayBeBoth_IsAskedFor()
    {
        string[] cells = ["02/01/2024", "03/04/2024"];

        var open = Profile(cells);
        var dayFirst = Profile(cells, options: new VaeProfileOptions { DayFirst = true });

        Assert.That(open.Problem, Does.Contain("dd/MM/yyyy and MM/dd/yyyy"));
        Assert.That(open.ProblemOption, Is.EqualTo(nameof(VaeProfileOptions.DayFirst)));
        Assert.That((dayFirst.Problem, dayFirst.Minimum), Is.EqualTo(((string?)null, "02/01/2024")));
    }

    [TestCase(20, "yyyy-MM-dd", VaeDateParts.Days | VaeDateParts.Weekday)]
    [TestCase(8, "yyyy-MM-dd", VaeDateParts.Days)]
    [TestCase(20, "yyyy-MM-dd HH:mm", VaeDateParts.Days | VaeDateParts.Weekday | VaeDateParts.Hour)]
    [TestCase(900, "yyyy-MM-dd", VaeDateParts.Days | VaeDateParts.Weekday | VaeDateParts.Season)]
    public void Date_Parts_AreThoseThatVary(int days, string format, VaeDateParts parts)
    {
        var schema = Profile(Enumerable.Range(0, days).Select(i => Day(i, format))).Schema;

        Assert.That(schema.DateParts, Is.EqualTo(parts));
        Assert.That(schema.Origin, Is.EqualTo(new DateTime(2023, 1, 1)));
    }

    [TestCase("18-80", "999", 3, 3)]
    [TestCase("18-80", "-1", 60, 60)]
    [TestCase("18-80", "-1", 1600, 0)] // more than half
    [TestCase("18-80", "-99", 3, 3)]
    [TestCase("18-80", "-200", 60, 60)]
    [TestCase("18-80", "-2147483648", 60, 60)]
    [TestCase("18-80", "-10000", 60, 60)]
    [TestCase("18-80", "-90000", 60, 0)]
    [TestCase("18-80", "-200", 3, 0)]
    [TestCase("18-80", "-170", 60, 0)]
    [TestCase("1-400", "-200", 60, 0)]
    [TestCase("1-400", "999", 3, 0)]
    [TestCase("1-90", "99", 3, 0)]
    [TestCase("18-80", "999", 1, 0)]
    [TestCase("18-80", "812", 3, 0)]
    public void Sentinel_IsolatedNines_AreMissing(string range, string sentinel, int count, int missing)
    {
        int[] bounds = [.. range.Split('-').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var cells = Enumerable
            .Range(0, 1500)
            .Select(i => $"{bounds[0] + i * 31 % (bounds[1] - bounds[0] + 1)}")
            .Concat(Enumerable.Repeat(sentinel, count));

        var profile = Profile(cells);
        var kept = Profile(cells, options: new VaeProfileOptions { TreatsSentinelsAsMissing = false });

        Assert.That(profile.MissingCount, Is.EqualTo(missing));
        Assert.That(kept.MissingCount, Is.Zero);
        Assert.That(profile.Schema.MissingMark, Is.EqualTo(missing > 0 ? sentinel : ""));
        Assert.That(Profile([.. cells, ""]).Schema.MissingMark, Is.Empty);

        if (missing > 0)
        {
            Assert.That(profile.Maximum, Is.EqualTo(bounds[1].ToString(CultureInfo.InvariantCulture)));
            Assert.That(profile.Notes.Single(), Does.StartWith($"{sentinel} in {missing} cells is read as missing"));
            Assert.That(kept.Notes.Single(), Does.StartWith($"{sentinel} in {missing} cells may mean missing"));
        }
    }

    [TestCase("999;998", true)]
    [TestCase("999;998;997", true)]
    [TestCase("999;888;777", true)]
    [TestCase("-99;-98;-97", true)]
    [TestCase("99;98", false)]
    [TestCase("999;812", false)]
    public void Sentinel_CodesBesideEachOther_AreMissingTogether(string codes, bool areMissing)
    {
        var texts = codes.Split(';');
        var cells = Enumerable
            .Range(0, 1500)
            .Select(i => $"{18 + i * 31 % 63}")
            .Concat(texts.SelectMany(text => Enumerable.Repeat(text, 12)));

        var profile = Profile(cells);

        Assert.That(profile.MissingCount, Is.EqualTo(areMissing ? 12 * texts.Length : 0));
        Assert.That(profile.Schema.MissingTexts, areMissing ? Is.EquivalentTo(texts) : Is.Empty);
    }

    [Test]
    public void Sentinel_YearsWithCodes_AreReportedWithAllOfThem()
    {
        var cells = Enumerable.Range(0, 1500).Select(i => $"{1930 + i * 31 % 80}").Concat(["9999", "9999", "9998"]);

        var notes = Profile(cells).Notes;

        Assert.That(notes.Count(note => note.Contains("may mean missing")), Is.EqualTo(2));
    }

    [Test]
    public void Values_ColumnOfManyRows_AreDescribed()
    {
        var profile = Profile(["3", "1", "2", "", "2"]);

        Assert.That((profile.ValueCount, profile.MissingCount, profile.DistinctCount), Is.EqualTo((4L, 1L, 3L)));
        Assert.That(profile.MissingShare, Is.EqualTo(0.2));
        Assert.That((profile.Minimum, profile.Maximum), Is.EqualTo(("1", "3")));
        Assert.That(profile.Quantiles, Is.EqualTo(new[] { 1.0, 1, 2, 2, 3 }));
        Assert.That(profile.TopValues[0], Is.EqualTo(KeyValuePair.Create("2", 2L)));
        Assert.That(profile.Examples, Is.EqualTo(new[] { "3", "1", "2" }));
    }

    [Test]
    public void Values_MoreThanAreCounted_GiveExactRangesAndSampledQuantiles()
    {
        var profile = Profile(Enumerable.Range(0, 50_000).Select(i => $"{(i * 7919L % 50_000) / 100.0 + 0.001:0.000}"));

        Assert.That((profile.Minimum, profile.Maximum), Is.EqualTo(("0.001", "499.991")));
        Assert.That(profile.Quantiles![2], Is.EqualTo(250).Within(10));
        Assert.That((profile.DistinctCount, profile.HasMoreDistinct), Is.EqualTo((50_000L, false)));
    }

    private static TestCaseData Case(string name, VaeColumnKind kind, Func<int, string> cell) =>
        new TestCaseData(kind, cell).SetArgDisplayNames(name);

    private static string Guid(int i) => new Guid(i * 7919, (short)i, 3, [1, 2, 3, 4, 5, 6, 7, (byte)i]).ToString();

    private static string Day(int i, string format) =>
        new DateTime(2023, 1, 1)
            .AddDays(i)
            .AddMinutes(format.Contains('H') ? i * 77 % 1440 : 0)
            .ToString(format, CultureInfo.InvariantCulture);

    private static VaeColumnProfile Profile(
        IEnumerable<string> cells,
        string name = "Value",
        VaeProfileOptions? options = null
    ) => new MLContext(1).Data.ProfileColumns(TextColumns.Create((name, cells)), options).Columns.Single();

    [TestCase(
        1938,
        2006,
        "dd.MM.yy<2030",
        "The two digits of years stand for 1930 to 2029.",
        TestName = "dates of birth"
    )]
    [TestCase(1995, 2024, "dd.MM.yy", "", TestName = "orders")]
    [TestCase(1960, 2035, "dd.MM.yy", "", TestName = "many years")]
    [TestCase(
        2024,
        2060,
        "dd.MM.yy<2120",
        "The two digits of years stand for 2020 to 2119.",
        TestName = "ends of contracts"
    )]
    [TestCase(1941, 1959, "dd.MM.yy<2040", "The two digits of years stand for 1940 to 2039.", TestName = "pensioners")]
    public void Profile_YearsOfTwoDigits_AreNotTornApart(int first, int last, string format, string note)
    {
        DateTime[] dates =
        [
            .. Enumerable
                .Range(0, 200)
                .Select(i => new DateTime(first + i * (last - first) / 199, i % 12 + 1, i % 28 + 1)),
        ];
        var cells = Array.ConvertAll(dates, date => date.ToString("dd.MM.yy", CultureInfo.InvariantCulture));
        var profile = Profile(cells);

        Assert.That(profile.Schema.DateFormat, Is.EqualTo(format));
        Assert.That(string.Join(" ", profile.Notes), note.Length == 0 ? Is.Empty : Does.Contain(note));
        Assert.That(
            cells.Select(cell => profile.Schema.TryReadDate(cell, out var date) ? date : default),
            Is.EqualTo(dates)
        );
    }
}
