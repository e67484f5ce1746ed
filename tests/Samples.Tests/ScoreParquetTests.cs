using DuckDB.NET.Data;

namespace VaeMlNet.Samples.Tests;

public sealed class ScoreParquetTests
{
    private static readonly string Readings = Path.Combine(SampleProcess.FolderOf("DetectOnStream"), "readings.csv");

    private TemporaryFolder folder = null!;
    private DuckDBConnection database = null!;

    [SetUp]
    public void OpenDatabase()
    {
        folder = new TemporaryFolder();
        database = new DuckDBConnection("DataSource=:memory:");
        database.Open();
    }

    [TearDown]
    public void CloseDatabase()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Test]
    [Category("Long")]
    public async Task Run_ParquetOfDuckDb_WritesTheScoresOfTheStream()
    {
        Execute(
            File.ReadAllText(Path.Combine(SampleProcess.FolderOf("ScoreParquet"), "README.md"))
                .Split("```sql\n")[1]
                .Split("```")[0]
                .Replace("samples/DetectOnStream/readings.csv", Readings)
                .Replace("readings.parquet", folder["it's.parquet"].Replace("'", "''"))
        );
        using var sample = SampleProcess.Start(folder.Path, "ScoreParquet", "it's.parquet", "scores.parquet");

        var (exitCode, output, error) = await sample.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(output, Is.EqualTo("500 rows, 24 anomalies: scores.parquet\n"));

        var scores = $"'{folder["scores.parquet"]}'";

        Assert.That(Query<long>($"SELECT count(DISTINCT id) FROM {scores}"), Is.EqualTo(500));
        Assert.That(
            Query<long>($"SELECT count(*) FROM {scores} WHERE is_anomaly AND id % 25 = 0"),
            Is.EqualTo(20),
            "of 20 blocked pipes"
        );
        Assert.That(Query<float>($"SELECT score FROM {scores} WHERE id = 25"), Is.EqualTo(36.8).Within(0.1));
    }

    [Test]
    [Category("Long")]
    public async Task Run_MissingCells_AreNotZero()
    {
        Execute(
            $"""
            COPY (
                SELECT 1 AS id, 936 AS Speed, 20.082 AS Flow, 0.991 AS Pressure, 1.067 AS Power, 37.147 AS Temperature, 1.322 AS Vibration, 'eco' AS Mode
                UNION ALL SELECT 2, 936, 20.082, 0.991, 1.067, NULL, NULL, 'eco'
                UNION ALL SELECT 3, 936, 20.082, 0.991, 1.067, 0, 1.322, 'eco'
            ) TO '{folder["x.parquet"]}' (FORMAT parquet)
            """
        );
        using var sample = SampleProcess.Start(folder.Path, "ScoreParquet", "x.parquet", "scores.parquet");

        var (exitCode, output, _) = await sample.EndAsync();

        Assert.That((exitCode, output), Is.EqualTo((0, "3 rows, 1 anomalies: scores.parquet\n")));
        Assert.That(Query<long>($"SELECT id FROM '{folder["scores.parquet"]}' WHERE is_anomaly"), Is.EqualTo(3));
    }

    [Test]
    [Category("Long")]
    public async Task Run_FileThatIsMissing_NamesIt()
    {
        using var sample = SampleProcess.Start(folder.Path, "ScoreParquet", "nowhere.parquet", "scores.parquet");

        var (exitCode, _, error) = await sample.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("nowhere.parquet"));
    }

    private void Execute(string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private T Query<T>(string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }
}
