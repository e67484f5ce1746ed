namespace VaeMlNet.Tests;

internal sealed class IdentifierPatternTests
{
    [TestCase(new[] { "ORD-017", "ORD-923", "ORD-100" }, "ORD-[0-9][0-9][0-9]")]
    [TestCase(new[] { "a1", "b2", "x9", "toolong" }, "[a-z][0-9]")]
    [TestCase(new[] { "1f", "a0", "27" }, "[0-9a-f][0-9a-f]")]
    [TestCase(new[] { "A-14", "B-72", "C-80" }, "[A-Z]-[0-9][0-9]")]
    [TestCase(new[] { "[7]", "[8]" }, "\\[[0-9]]")]
    [TestCase(new[] { "Az", "x7" }, "[a-zA-Z][0-9a-z]")]
    [TestCase(new[] { "same" }, "same")]
    public void Find_Texts_IsTheSmallestPattern(string[] texts, string expected) =>
        Assert.That(IdentifierPattern.Find(texts).ToString(), Is.EqualTo(expected));

    [TestCase("ORD-[0-9][0-9]")]
    [TestCase("\\[\\\\[0-9a-f]")]
    public void Parse_WrittenPattern_IsTheSame(string text) =>
        Assert.That(IdentifierPattern.Parse(text)!.ToString(), Is.EqualTo(text));

    [TestCase("")]
    [TestCase("x[0-7]")]
    [TestCase("[0-9")]
    public void Parse_OtherText_IsNull(string text) => Assert.That(IdentifierPattern.Parse(text), Is.Null);

    [Test]
    public void Parse_TooManyCharacters_IsNull() => Assert.That(IdentifierPattern.Parse(new string('x', 65)), Is.Null);

    [TestCase("[0-9][0-9]")]
    [TestCase("[a-z]-[0-9]")]
    [TestCase(
        "[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]"
    )]
    public void Format_ManyNumbers_GivesDifferentTextsOfThePattern(string text)
    {
        var pattern = IdentifierPattern.Parse(text)!;

        string[] texts = [.. Enumerable.Range(0, 1000).Select(i => pattern.Format(i))];

        Assert.That(texts, Is.Unique);
        Assert.That(texts[0], Does.Match($"^{text}$"));
        Assert.That(texts[99], Does.Match($"^{text}$"));
    }

    [Test]
    public void FormatIdentifier_OtherSeedOrName_GivesOtherTexts()
    {
        VaeColumnSchema member = new()
        {
            Name = "Member",
            Kind = VaeColumnKind.Identifier,
            Pattern = "[A-Z][a-z][0-9][0-9]",
        };
        string[] Texts(VaeColumnSchema column, int seed) =>
            [.. Enumerable.Range(0, 50).Select(i => column.FormatIdentifier(i, seed))];

        Assert.That(Texts(member, 1), Is.Unique);
        Assert.That(Texts(member with { }, 1), Is.EqualTo(Texts(member, 1)));
        Assert.That(Texts(member, 1).Zip(Texts(member, 2)).Count(pair => pair.First == pair.Second), Is.LessThan(5));
        Assert.That(
            Texts(member, 1).Zip(Texts(member with { Name = "Other" }, 1)).Count(pair => pair.First == pair.Second),
            Is.LessThan(5)
        );
    }

    [Test]
    public void FormatIdentifier_WholeNumbers_GoOnAfterTheLargest()
    {
        VaeColumnSchema column = new()
        {
            Name = "id",
            Kind = VaeColumnKind.Identifier,
            NextNumber = 1001,
        };

        Assert.That((column.FormatIdentifier(0), column.FormatIdentifier(7)), Is.EqualTo(("1001", "1008")));
    }

    [Test]
    public void FormatIdentifier_CountedTexts_GoOnAfterTheLargest()
    {
        VaeColumnSchema column = new()
        {
            Name = "id",
            Kind = VaeColumnKind.Identifier,
            Pattern = "ORD-[0-9][0-9][0-9]",
            NextNumber = 18,
        };

        Assert.That((column.FormatIdentifier(0), column.FormatIdentifier(982)), Is.EqualTo(("ORD-018", "ORD-1000")));
    }
}
