namespace VaeMlNet.Tooling.Tests;

/// <summary>A shell passes exactly the intended arguments of printed commands to vaemlnet, and runs nothing else.</summary>
internal sealed class ShellLineTests
{
    private static readonly string[] HostileNames =
    [
        "a b",
        "$(touch canary)",
        "`touch canary`",
        "; touch canary #",
        "' ; touch canary ; '",
        "\" ; touch canary ; \"",
        "it's",
        "''",
        "\\",
        "a\\'b",
        "a\\",
        "*",
        "?[a]",
        "{a,b}",
        "~",
        "~root",
        "=ls",
        "!!",
        "#x",
        "&& touch canary",
        "| tee canary",
        "> canary",
        "<(touch canary)",
        "$HOME",
        "%PATH%",
        "@x",
        "-x",
        "--out=y",
        "-",
        "Größe 🧪.csv",
        "\u2018 ; touch canary ; \u2019",
        "\u00a0\u3000",
    ];

    [TestCase("dash")]
    [TestCase("bash")]
    [Platform(Exclude = "Win", Reason = "has no POSIX shell")]
    public void Posix_HostileNames_ReachTheProgramUnchangedAndRunNothing(string shell)
    {
        using var recorded = RecordedShell.Require(shell);
        string[] arguments = ["score", .. HostileNames, .. HostileNames.Select(name => $"--data={name}")];

        var calls = recorded.Run(ShellLine.Posix(arguments));

        Assert.That(calls, Is.EqualTo(new[] { arguments }));
    }

    [TestCase("dash")]
    [TestCase("bash")]
    [Platform(Exclude = "Win", Reason = "has no POSIX shell")]
    [Proves(49)]
    public void NextStep_HostileNames_ReachTheProgramUnchangedAndRunNothing(string shell)
    {
        using var recorded = RecordedShell.Require(shell);
        foreach (var name in HostileNames)
        {
            var line = new NextStep("score").With(name).With("--data", name).ToString();

            var calls = recorded.Run(line["next: ".Length..]);

            var path = name.StartsWith('-') ? $"./{name}" : name;
            Assert.That(calls, Is.EqualTo(new[] { new[] { "score", path, $"--data={name}" } }), line);
        }
    }

    [TestCase("dash")]
    [TestCase("bash")]
    [Platform(Exclude = "Win", Reason = "has no POSIX shell")]
    [Proves(49)]
    public void Option_HostileColumnNames_ReachTheProgramUnchangedAndRunNothing(string shell)
    {
        using var recorded = RecordedShell.Require(shell);
        var line = string.Join(' ', HostileNames.Select(name => ShellLine.Option("--ignore", name)));

        var calls = recorded.Run($"vaemlnet {line}");

        Assert.That(calls[0], Is.EqualTo(HostileNames.Select(name => $"--ignore={name}")));
        Assert.That(ShellLine.Option("--ignore", "a\nb"), Is.EqualTo("--ignore"));
    }

    [TestCase("a\nb")]
    [TestCase("a\rb")]
    [TestCase("a\tb")]
    [TestCase("a\u0085b")]
    [TestCase("a\u2028b")]
    [TestCase("\u001b[2J")]
    [TestCase("\u202egpj.exe")]
    [Proves(49)]
    public void NextStep_NameWithAControlCharacter_ShowsNoCommand(string name)
    {
        var line = new NextStep("score").With("--data", name).ToString();

        Assert.That(line, Does.Not.Contain("vaemlnet").And.Not.Contain(name).And.Contain("'score'"));
        Assert.That(() => ShellLine.Posix([name]), Throws.TypeOf<CommandException>());
        Assert.That(() => ShellLine.PowerShell([name]), Throws.TypeOf<CommandException>());
    }

    [TestCase("a,b", "a,b", "")]
    [TestCase(",a,b", "a,b", "")]
    [TestCase(",id,a,b", "a,b", "--ignore=id")]
    [TestCase("a,b,size; cm", "a,b", "--columns=a,b")]
    [TestCase("id,a,size; cm", "a,size; cm", "--ignore=id")]
    public void WithColumns_OtherColumns_AreLeftOutByOptionsThatWork(string header, string read, string expected)
    {
        static IEnumerable<string> Names(string text) => text.Split(',').Select(name => name.Replace(';', ','));

        var next = new NextStep("export").WithColumns(Names(header), Names(read));

        Assert.That(string.Join(' ', next.Arguments.Skip(1)), Is.EqualTo(expected));
    }

    [TestCase("a b", "'a b'")]
    [TestCase("it's", "'it''s'")]
    [TestCase("\u2018$(x)\u2019", "'\u2018\u2018$(x)\u2019\u2019'")]
    [TestCase("--data=a,b", "'--data=a,b'")]
    [TestCase("@x", "'@x'")]
    [TestCase("`x`", "'`x`'")]
    [TestCase("", "''")]
    [TestCase("--data=C:\\rows\\x.csv", "--data=C:\\rows\\x.csv")]
    [Proves(49)]
    public void PowerShell_Word_IsQuotedWhereItNeedsQuotes(string word, string expected) =>
        Assert.That(ShellLine.PowerShell([word]), Is.EqualTo($"vaemlnet {expected}"));
}
