namespace VaeMlNet.Jobs.Tests;

/// <summary>The number of the shard that a process runs, from its command line or its engine.</summary>
public sealed class ShardNumberTests
{
    [TestCase("1/1", 1, 1)]
    [TestCase("3/16", 3, 16)]
    [TestCase("16/16", 16, 16)]
    public void Parse_Numbers_AreTaken(string text, int index, int count) =>
        Assert.That(Parse(text), Is.EqualTo(new ShardNumber(index, count)));

    [TestCase("0", 0, 1)]
    [TestCase("15", 0, 16)]
    [TestCase("1", 1, 1)]
    [TestCase("16", 1, 16)]
    public void Parse_AutoInSlurm_CountsFromTheArraysFirst(string id, int first, int index)
    {
        var shard = Parse(
            "auto",
            ("SLURM_ARRAY_TASK_ID", id),
            ("SLURM_ARRAY_TASK_MIN", $"{first}"),
            ("SLURM_ARRAY_TASK_COUNT", "16")
        );

        Assert.That(shard, Is.EqualTo(new ShardNumber(index, 16)));
    }

    /// <summary>A part of an array of 16 tasks is submitted again.</summary>
    [TestCase("2", 2, 1, 2)]
    [TestCase("16", 3, 4, 16)]
    [TestCase("16", 1, 16, 16)]
    [TestCase("0", 0, 16, 1)]
    [TestCase("15", 0, 16, 16)]
    public void Parse_AutoWithCountInSlurm_IsTheTask(string id, int first, int count, int index)
    {
        var shard = Parse(
            "auto/16",
            ("SLURM_ARRAY_TASK_ID", id),
            ("SLURM_ARRAY_TASK_MIN", $"{first}"),
            ("SLURM_ARRAY_TASK_COUNT", $"{count}")
        );

        Assert.That(shard, Is.EqualTo(new ShardNumber(index, 16)));
    }

    [Test]
    public void Parse_AutoInKubernetes_CountsFromZero() =>
        Assert.That(Parse("auto/4", ("JOB_COMPLETION_INDEX", "3")), Is.EqualTo(new ShardNumber(4, 4)));

    [TestCase("17/16", "17 of 16", "from 1 to 16")]
    [TestCase("0/16", "I of '0/16'", "above 0")]
    [TestCase("3", "I/N")]
    [TestCase("a/b", "N of 'a/b'")]
    [TestCase("1/2/3", "I/N")]
    [TestCase("-1/4", "I of '-1/4'")]
    [TestCase("auto", "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "neither")]
    public void Parse_Wrong_SaysWhatIsExpected(string text, params string[] facts) => Fails(text, [], facts);

    [Test]
    public void Parse_EngineOutOfStep_SaysWhichVariable()
    {
        Fails("auto", [("JOB_COMPLETION_INDEX", "3")], ["JOB_COMPLETION_INDEX is 3", "--shard=auto/N"]);
        Fails("auto/3", [("JOB_COMPLETION_INDEX", "3")], ["JOB_COMPLETION_INDEX=3", "4 of 3"]);
        Fails("auto", [("SLURM_ARRAY_TASK_ID", "3")], ["SLURM_ARRAY_TASK_COUNT"]);
        Fails("auto", [("SLURM_ARRAY_TASK_ID", "x")], ["SLURM_ARRAY_TASK_COUNT"]);
        Fails("auto/2", [("SLURM_ARRAY_TASK_ID", "x")], ["SLURM_ARRAY_TASK_ID is 'x'", "whole number"]);
        Fails(
            "auto/2",
            [("SLURM_ARRAY_TASK_ID", "3"), ("SLURM_ARRAY_TASK_MIN", "3")],
            ["SLURM_ARRAY_TASK_ID=3", "3 of 2"]
        );
    }

    private static void Fails(string text, (string Name, string Value)[] variables, string[] facts)
    {
        var error = Assert.Throws<FormatException>(() => Parse(text, variables))!;
        foreach (var fact in facts)
        {
            Assert.That(error.Message, Does.Contain(fact));
        }
    }

    private static ShardNumber Parse(string text, params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(v => v.Name, v => v.Value);
        return ShardNumber.Parse(text, environment.GetValueOrDefault);
    }
}
