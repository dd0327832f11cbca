/** Words of the server's language. https://www.mongodb.com/docs/manual/reference/command/ and /reference/operator/, MongoDB 6.0 to 8.0. */
const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

/** Settings that any command takes. */
export const anyCommand: ReadonlySet<string> = new Set(
  words(
    "$db $readPreference $clusterTime lsid txnNumber autocommit startTransaction comment writeConcern readConcern maxTimeMS apiVersion apiStrict apiDeprecationErrors bypassDocumentValidation let $comment serialization stmtId stmtIds",
  ),
);

/** Commands with their settings; those with `*` take more than is checked here. */
export const commands: Readonly<Record<string, readonly string[]>> = {
  create: words(
    "capped autoIndexId size max storageEngine validator validationLevel validationAction indexOptionDefaults viewOn pipeline collation timeseries expireAfterSeconds clusteredIndex changeStreamPreAndPostImages encryptedFields temp idIndex flags",
  ),
  collMod: words(
    "index validator validationLevel validationAction viewOn pipeline expireAfterSeconds timeseries changeStreamPreAndPostImages cappedSize cappedMax dryRun recordPreImages prepareUnique",
  ),
  createIndexes: words("indexes commitQuorum ignoreUnknownIndexOptions"),
  dropIndexes: words("index"),
  drop: [],
  dropDatabase: [],
  renameCollection: words("to dropTarget stayTemp"),
  convertToCapped: words("size"),
  insert: words("documents ordered"),
  update: words("updates ordered"),
  delete: words("deletes ordered"),
  find: words(
    "filter sort projection hint skip limit batchSize singleBatch max min returnKey showRecordId tailable oplogReplay noCursorTimeout awaitData allowPartialResults collation allowDiskUse",
  ),
  findAndModify: words("query sort remove update new fields upsert collation arrayFilters hint"),
  aggregate: words("pipeline explain allowDiskUse cursor collation hint"),
  count: words("query limit skip hint collation"),
  distinct: words("key query collation hint"),
  mapReduce: words("map reduce out query sort limit finalize scope jsMode verbose collation"),
  listIndexes: words("cursor"),
  listCollections: words("filter nameOnly authorizedCollections cursor"),
  createUser: words("pwd customData roles digestPassword mechanisms authenticationRestrictions"),
  updateUser: words("pwd customData roles digestPassword mechanisms authenticationRestrictions"),
  dropUser: [],
  createRole: words("privileges roles authenticationRestrictions"),
  updateRole: words("privileges roles authenticationRestrictions"),
  dropRole: [],
  grantRolesToUser: words("roles"),
  revokeRolesFromUser: words("roles"),
  grantPrivilegesToRole: words("privileges"),
  revokePrivilegesFromRole: words("privileges"),
  grantRolesToRole: words("roles"),
  revokeRolesFromRole: words("roles"),
  ...Object.fromEntries(
    words(
      "findandmodify mapreduce deleteIndexes dropAllUsersFromDatabase dropAllRolesFromDatabase usersInfo rolesInfo profile collStats collstats dbStats dbstats validate compact reIndex ping hello isMaster buildInfo serverStatus hostInfo getParameter setParameter getMore killCursors explain dataSize currentOp killOp fsync fsyncUnlock getLog logRotate top connectionStatus whatsmyuri features listDatabases listCommands endSessions startSession refreshSessions commitTransaction abortTransaction replSetGetStatus replSetGetConfig replSetInitiate replSetReconfig replSetStepDown enableSharding shardCollection reshardCollection refineCollectionShardKey moveChunk movePrimary moveRange split mergeChunks addShard removeShard addShardToZone removeShardFromZone updateZoneKeyRange listShards balancerStart balancerStop balancerStatus setFeatureCompatibilityVersion setDefaultRWConcern getDefaultRWConcern cloneCollectionAsCapped bulkWrite analyze analyzeShardKey configureQueryAnalyzer createSearchIndexes dropSearchIndex updateSearchIndex listSearchIndexes setIndexCommitQuorum planCacheClear planCacheClearFilters planCacheListFilters planCacheSetFilter setQuerySettings removeQuerySettings eval filemd5 resetError getLastError setUserWriteBlockMode setClusterParameter getClusterParameter rotateCertificates invalidateUserCache authSchemaUpgrade dbHash untrackUnshardedCollection unshardCollection moveCollection autoCompact checkMetadataConsistency configureFailPoint cleanupOrphaned lockInfo logout authenticate saslStart saslContinue waitForFailPoint sleep",
    ).map((name) => [name, ["*"]]),
  ),
};

export const indexOptions: readonly string[] = words(
  "key name unique sparse hidden expireAfterSeconds partialFilterExpression collation weights default_language language_override textIndexVersion 2dsphereIndexVersion bits min max bucketSize wildcardProjection storageEngine background v ns dropDups prepareUnique clustered columnstoreProjection",
);
/** Of an entry of `updates`, `deletes`, and `index` of collMod. */
export const entryOptions: Readonly<Record<string, readonly string[]>> = {
  updates: words("q u c upsert multi collation arrayFilters hint upsertSupplied sampleId sort"),
  deletes: words("q limit collation hint sampleId"),
  index: words("name keyPattern expireAfterSeconds hidden unique prepareUnique forceNonUnique"),
};

/** Operators of a filter that stand in the place of a field. */
export const topOperators: readonly string[] = words(
  "$and $or $nor $expr $where $text $comment $jsonSchema $sampleRate $alwaysTrue $alwaysFalse $_internalExprEq $_internalSchemaAllowedProperties",
);
/** Operators of a filter below a field. */
export const fieldOperators: readonly string[] = words(
  "$eq $gt $gte $in $lt $lte $ne $nin $not $exists $type $mod $regex $options $all $elemMatch $size $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $geoIntersects $geoWithin $within $near $nearSphere $geometry $maxDistance $minDistance $box $center $centerSphere $polygon $uniqueDocs $slice $meta $rand $encryptRange",
);
export const updateOperators: readonly string[] = words(
  "$set $unset $inc $mul $min $max $rename $setOnInsert $currentDate $push $pull $pullAll $pop $addToSet $bit $pushAll $_internalModifyPaths",
);
export const stages: readonly string[] = words(
  "$addFields $bucket $bucketAuto $changeStream $changeStreamSplitLargeEvent $collStats $count $currentOp $densify $documents $facet $fill $geoNear $graphLookup $group $indexStats $limit $listLocalSessions $listSampledQueries $listSearchIndexes $listSessions $lookup $match $merge $out $planCacheStats $project $querySettings $rankFusion $redact $replaceRoot $replaceWith $sample $score $scoreFusion $search $searchMeta $set $setWindowFields $shardedDataDistribution $skip $sort $sortByCount $unionWith $unset $unwind $vectorSearch $operationMetrics $queryStats $_internalInhibitOptimization",
);

export const expressions: readonly string[] = words(
  "$abs $accumulator $acos $acosh $add $addToSet $allElementsTrue $and $anyElementTrue $arrayElemAt $arrayToObject $asin $asinh $atan $atan2 $atanh $avg $binarySize $bitAnd $bitNot $bitOr $bitXor $bottom $bottomN $bsonSize $ceil $cmp $concat $concatArrays $cond $convert $cos $cosh $count $covariancePop $covarianceSamp $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateToString $dateTrunc $dayOfMonth $dayOfWeek $dayOfYear $degreesToRadians $denseRank $derivative $divide $documentNumber $eq $exp $expMovingAvg $filter $first $firstN $floor $function $getField $gt $gte $hour $ifNull $in $indexOfArray $indexOfBytes $indexOfCP $integral $isArray $isNumber $isoDayOfWeek $isoWeek $isoWeekYear $last $lastN $let $linearFill $literal $ln $locf $log $log10 $lt $lte $ltrim $map $max $maxN $median $mergeObjects $meta $millisecond $min $minN $minute $mod $month $multiply $ne $not $objectToArray $or $percentile $pow $push $radiansToDegrees $rand $range $rank $reduce $regexFind $regexFindAll $regexMatch $replaceAll $replaceOne $reverseArray $round $rtrim $sampleRate $second $setDifference $setEquals $setField $setIntersection $setIsSubset $setUnion $shift $sin $sinh $size $slice $sortArray $split $sqrt $stdDevPop $stdDevSamp $strcasecmp $strLenBytes $strLenCP $substr $substrBytes $substrCP $subtract $sum $switch $tan $tanh $toBool $toDate $toDecimal $toDouble $toHashedIndexKey $toInt $toLong $toLower $toObjectId $toString $top $topN $toUpper $toUUID $trim $trunc $tsIncrement $tsSecond $type $unsetField $week $year $zip $createObjectId $minMaxScaler $currentDate $sigmoid $const $$",
);

/** https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/ */
export const schemaKeywords: readonly string[] = words(
  "additionalItems additionalProperties allOf anyOf bsonType dependencies description enum exclusiveMaximum exclusiveMinimum items maximum maxItems maxLength maxProperties minimum minItems minLength minProperties multipleOf not oneOf pattern patternProperties properties required title type uniqueItems encrypt encryptMetadata $comment",
);
export const bsonTypes: readonly string[] = words(
  "double string object array binData undefined objectId bool date null regex dbPointer javascript symbol javascriptWithScope int timestamp long decimal minKey maxKey number",
);
