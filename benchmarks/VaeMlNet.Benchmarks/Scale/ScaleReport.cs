using System.Text;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The results of simulated runs of a job, as JSON and as Markdown.</summary>
/// <param name="Command">The command that produced the report.</param>
/// <param name="Job">The job. Each row of the tables changes a part of it.</param>
/// <param name="Tables">The tables by title, with the name and runs of each row.</param>
internal sealed record ScaleReport(
    string Command,
    ClusterJob Job,
    IReadOnlyDictionary<string, IReadOnlyList<(string Name, ClusterJob Job, ClusterRun[] Runs)>> Tables
)
{
    public string ToJson() =>
        new JsonObject
        {
            ["benchmark"] = ScaleBenchmark.Name,
            ["command"] = Command,
            ["tables"] = new JsonObject(
                Tables.Select(table =>
                    KeyValuePair.Create<string, JsonNode?>(
                        table.Key,
                        new JsonArray([.. table.Value.Select(row => ToJson(row.Name, row.Job, row.Runs))])
                    )
                )
            ),
        }.ToJsonString(ReportJson.Options);

    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append(
            FormattableString.Invariant(
                $"Simulated (`{Command}`, {ScaleBenchmark.RunCount} runs for each row): {Job.WorkSeconds:F0} s of one process's work, {Job.Nodes} nodes of {Job.SlotsPerNode} processes, {Job.Shards} shards; every shard costs {Job.StartSeconds:F0} s extra; node speeds differ by {Job.SpeedSpread:P0}, {Job.SlowShare:P0} of the nodes take {Job.SlowFactor:F0} times as long; a node fails {Job.FailuresPerHour} times an hour and is back after {Job.RepairSeconds:F0} s.\n"
            )
        );
        foreach ((var title, var rows) in Tables)
        {
            text.Append(
                FormattableString.Invariant(
                    $"\n| {title} | minutes, median | 95 of 100 runs end within | of the ideal | shards lost, mean | work lost, mean |\n|---|--:|--:|--:|--:|--:|\n"
                )
            );
            foreach ((var name, var job, var runs) in rows)
            {
                double[] seconds = [.. runs.Select(run => run.Seconds).Order()];
                var median = seconds[seconds.Length / 2];
                text.Append(
                    FormattableString.Invariant(
                        $"| {name} | {median / 60:F1} | {seconds[seconds.Length * 95 / 100] / 60:F1} | {job.IdealSeconds / median:F2} | {runs.Average(run => run.LostShards):F1} | {runs.Average(run => run.LostSeconds) / job.WorkSeconds:P2} |\n"
                    )
                );
            }
        }

        return text.ToString();
    }

    private static JsonObject ToJson(string name, ClusterJob job, ClusterRun[] runs) =>
        new()
        {
            ["name"] = name,
            ["ideal_seconds"] = job.IdealSeconds,
            ["seconds"] = new JsonArray([.. runs.Select(run => (JsonNode)run.Seconds)]),
            ["lost_seconds"] = new JsonArray([.. runs.Select(run => (JsonNode)run.LostSeconds)]),
            ["lost_shards"] = new JsonArray([.. runs.Select(run => (JsonNode)run.LostShards)]),
        };
}
